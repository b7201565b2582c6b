import CMicrohttpd

/// A body that is arriving, within bounds: a form with files in its parts, anything else as its bytes. One connection's own thread
/// touches it.
final class Upload {
  private(set) var bytes: [UInt8] = []
  /// The form with files that it is; nil for anything else.
  private(set) var form: Multipart?
  private(set) var arrival = Server.Arrival.whole
  private let limit: Int
  private let hold: (Int) -> Bool
  private var received = 0
  private var held = 0

  /// What is declared too large is known to be before it has come.
  /// - Parameters:
  ///   - limit: bytes at most of a body that is no form with files, and of what is no file of one.
  ///   - uploads: nil where forms with files are bodies like any other.
  ///   - hold: takes room for so many bytes more, or less; false where there is none.
  init(_ connection: OpaquePointer, _ limit: Int, _ uploads: Server.Uploads?, hold: @escaping (Int) -> Bool) {
    func header(_ name: String) -> String? {
      MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { String(cString: $0) }
    }
    self.hold = hold
    if let uploads, (header("Content-Type") ?? "").lowercased().hasPrefix("multipart/form-data") {
      self.limit = uploads.form
      form = Multipart(connection, files: uploads.files, fields: limit)
      if form == nil { arrival = .unreadable }
    } else {
      self.limit = limit
    }
    if (header("Content-Length").flatMap { Int($0) } ?? 0) > self.limit { refuse(.tooLarge) }
  }

  deinit { refuse(arrival) }

  /// Takes the next piece; what is refused is read, and thrown away.
  func take(_ piece: UnsafeRawBufferPointer) {
    received += piece.count
    if received > limit { return refuse(.tooLarge) }
    guard arrival == .whole else { return }
    guard let form else { return bytes.append(contentsOf: piece) }
    let before = form.kept
    guard form.take(piece) else { return refuse(form.isTooLong ? .tooLarge : .unreadable) }
    let more = form.kept - before
    guard hold(more) else { return refuse(.tooMuch) }
    held += more
  }

  /// Says that nothing more comes.
  func end() { if arrival == .whole, form?.end() == false { refuse(.unreadable) } }

  /// Lets go of everything.
  private func refuse(_ reason: Server.Arrival) {
    if arrival == .whole { arrival = reason }
    bytes = []
    form = nil
    _ = hold(-held)
    held = 0
  }
}
