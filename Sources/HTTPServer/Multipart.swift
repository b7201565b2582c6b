import CMicrohttpd
import Glibc
import Synchronization

/// A form with files (`multipart/form-data`) as it arrives: libmicrohttpd takes it apart piece by piece, and this keeps the parts,
/// within bounds. One connection's own thread touches it.
final class Multipart {
  private(set) var parts: [Server.Part] = []
  private var processor: OpaquePointer?
  private let files: Int
  private let fields: Int
  private var fileBytes = 0
  private var fieldBytes = 0
  /// Whether it was refused for what it says beside its files.
  private(set) var isTooLong = false

  /// Parts of a form at most; no form here has as many fields.
  private static let mostParts = 400
  /// Bytes that are looked at at once: a part's heading has to fit, its file's name with it.
  private static let window = 8192

  /// - Parameters:
  ///   - connection: whose header says where a part ends.
  ///   - files: bytes of all files at most.
  ///   - fields: bytes of everything else, names among it, at most.
  /// - Returns: nil where the header does not say it.
  init?(_ connection: OpaquePointer, files: Int, fields: Int) {
    self.files = files
    self.fields = fields
    processor = MHD_create_post_processor(
      connection, Self.window,
      { context, _, name, fileName, _, _, bytes, place, count in
        guard let context, let name else { return .NO }
        let form = Unmanaged<Multipart>.fromOpaque(context).takeUnretainedValue()
        return form.take(
          name, fileName, UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count), isFirst: place == 0)
          ? .YES : .NO
      }, Unmanaged.passUnretained(self).toOpaque())
    if processor == nil { return nil }
  }

  deinit { if let processor { MHD_destroy_post_processor(processor) } }

  /// How many bytes are kept.
  var kept: Int { fileBytes + fieldBytes }

  /// Takes the next piece of the body.
  /// - Returns: false where this is no form, or one beyond all bounds.
  func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard let processor else { return false }
    return MHD_post_process(processor, piece.assumingMemoryBound(to: CChar.self).baseAddress, piece.count) == .YES
  }

  /// Says that the body has ended.
  /// - Returns: whether the form had ended too.
  func end() -> Bool {
    guard let processor else { return false }
    self.processor = nil
    return MHD_destroy_post_processor(processor) == .YES
  }

  private func take(
    _ name: UnsafePointer<CChar>, _ fileName: UnsafePointer<CChar>?, _ bytes: UnsafeRawBufferPointer, isFirst: Bool
  ) -> Bool {
    if isFirst {
      let part = Server.Part(
        name: Self.text(name), fileName: fileName.map(Self.text), bytes: [], isWhole: true)
      // Before its first byte a part may be announced by itself.
      let isAnnounced = parts.last.map {
        $0.bytes.isEmpty && $0.isWhole && $0.name == part.name && $0.fileName == part.fileName
      }
      if isAnnounced != true || bytes.isEmpty {
        guard parts.count < Self.mostParts else { return false }
        parts.append(part)
        fieldBytes += part.name.utf8.count + (part.fileName ?? "").utf8.count
      }
    }
    guard let last = parts.indices.last else { return false }
    if parts[last].fileName == nil {
      fieldBytes += bytes.count
      parts[last].bytes.append(contentsOf: bytes)
    } else if !parts[last].isWhole || fileBytes + bytes.count > files {
      fileBytes -= parts[last].bytes.count
      parts[last].bytes = []
      parts[last].isWhole = false
    } else {
      fileBytes += bytes.count
      parts[last].bytes.append(contentsOf: bytes)
    }
    isTooLong = fieldBytes > fields
    return !isTooLong
  }

  /// What is no UTF-8 shows as such; a name is only a name.
  private static func text(_ text: UnsafePointer<CChar>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: text, count: strlen(text)).lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
