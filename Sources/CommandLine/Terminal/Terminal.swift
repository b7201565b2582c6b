import Dispatch
import Glibc
import Synchronization

/// The terminal that a person sits at: questions go to standard error, so that standard output stays what was asked for.
public final class Terminal: Sendable {
  /// Cells in a row, and rows.
  public struct Size: Sendable, Equatable {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  private let input: Int32
  private let output: Int32
  private let original: termios
  /// Keys that came in one piece with the one that was asked for.
  private let ahead = Mutex<[Key]>([])

  /// The terminal of this process; nil when nobody sits there, or it cannot do what forms need.
  public static func atKeyboard(environment: [String: String]) -> Terminal? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1, environment["TERM"] != "dumb" else { return nil }
    return Terminal(input: STDIN_FILENO, output: STDERR_FILENO)
  }

  private init?(input: Int32, output: Int32) {
    var settings = termios()
    guard tcgetattr(input, &settings) == 0 else { return nil }
    self.input = input
    self.output = output
    original = settings
  }

  /// As it is at this moment; 80 by 24 when the terminal does not say.
  public var size: Size {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return Size(columns: 80, rows: 24) }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// Writes a text as it is; whoever calls has made it safe.
  public func write(_ text: String) { Output.writeBytes(Array(text.utf8)[...], to: output) }

  /// One line that the person types, without its break; nil when they leave it: by Esc, Ctrl-C, or Ctrl-D on an empty line.
  /// Nothing that moves a cursor or rings a bell becomes a part of it: arrows, Home, End and Ctrl-A, -E, -U and -W move in it and erase.
  public func line() -> String? {
    enterRawMode()
    defer {
      write("\n")
      leaveRawMode()
    }
    var line = TypedLine()
    var decoder = KeyDecoder()
    while true {
      guard let key = nextKey(&decoder) else { return line.text.isEmpty ? nil : String(line.text) }
      let before = line
      switch line.take(key) {
      case .goesOn: write(line.drawn(after: before))
      case .done:
        // The break that follows stands behind all of it.
        let drawn = line
        _ = line.take(.endOfPage)
        write(line.drawn(after: drawn))
        return String(line.text)
      case .left:
        // What was typed behind it was meant for what is left.
        ahead.withLock { $0 = [] }
        return nil
      }
    }
  }

  /// One keystroke.
  public func key() -> Key {
    enterRawMode()
    defer { leaveRawMode() }
    var decoder = KeyDecoder()
    return nextKey(&decoder) ?? .end
  }

  /// The next key; nil when nobody types any more. The caller holds raw mode.
  private func nextKey(_ decoder: inout KeyDecoder) -> Key? {
    if let key = ahead.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return key }
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(input, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return nil }
      let keys = decoder.take(bytes[..<count])
      guard let first = keys.first else { continue }
      ahead.withLock { $0 += keys.dropFirst() }
      return first
    }
  }

  // MARK: a page of its own

  /// The other screen, without a cursor; keys come one by one.
  package func openPage() {
    enterRawMode()
    write("\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Back to the screen that was there before.
  package func closePage() {
    write("\u{1B}[?25h\u{1B}[?1049l")
    leaveRawMode()
  }

  /// Draws over what was there, line by line: nothing flickers.
  package func draw(_ lines: [String]) {
    write("\u{1B}[?2026h\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J\u{1B}[?2026l")
  }

  /// Every key comes at once, unseen, and without its usual meaning.
  package func enterRawMode() {
    var settings = original
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    settings.c_iflag &= ~tcflag_t(IXON)
    settings.c_iflag |= tcflag_t(ICRNL)
    tcsetattr(input, TCSADRAIN, &settings)
  }

  package func leaveRawMode() {
    var settings = original
    tcsetattr(input, TCSADRAIN, &settings)
  }

  /// The keys that are typed from now on, until the stream is dropped. The caller holds raw mode.
  package func keys() -> AsyncStream<Key> {
    let (stream, feed) = AsyncStream.makeStream(of: Key.self)
    for key in ahead.withLock({ keys in
      defer { keys = [] }
      return keys
    }) { feed.yield(key) }
    let queue = DispatchQueue(label: "terminal.keys")
    nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: input, queue: queue)
    let input = self.input
    nonisolated(unsafe) var decoder = KeyDecoder()  // touched on the source's queue only
    source.setEventHandler {
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = read(input, &bytes, bytes.count)
      if count <= 0 {
        feed.yield(.end)
        return
      }
      for key in decoder.take(bytes[..<count]) { feed.yield(key) }
    }
    feed.onTermination = { _ in source.cancel() }
    source.activate()
    return stream
  }
}
