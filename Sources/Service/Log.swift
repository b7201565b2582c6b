import CSystemd
import FoundationEssentials
import Glibc

/// Structured log lines on standard error: `time=… level=… event=… key=value …`, one event a line.
///
/// Under systemd the same lines go to the journal with fields: `journalctl LEVEE_EVENT=look_failed LEVEE_INCIDENT=I7`.
///
/// Values are quoted and escaped, so that nothing from outside can forge a line or move a terminal's cursor. Texts of
/// statements, facts and feedback are never logged.
public struct Log: Sendable {
  /// What was done; what somebody may want to know of, or is tried again; what did not work.
  public enum Level: String, Sendable { case info, warning, error }

  private let service: String
  private let vitals: Vitals

  /// - Parameters:
  ///   - service: the team's name, on every line.
  ///   - vitals: counts what is logged.
  public init(service: String, vitals: Vitals) {
    self.service = service
    self.vitals = vitals
  }

  /// What was done. All three write one line at once, count it, and never fail.
  public func info(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.info, event, values)
  }

  /// What somebody may want to know of: it is tried again, or was put right.
  public func warning(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.warning, event, values)
  }

  /// What did not work, with its reason.
  public func error(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.error, event, values)
  }

  private func write(
    _ level: Level, _ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible>
  ) {
    vitals.happened(event, level)
    let values = values.map { (key: $0.key, value: $0.value.description) }
    var message = "event=\(event)"
    for (key, value) in values { message += " \(key)=\(Self.quote(value))" }
    if Self.isJournal, Self.sendToJournal(level, service, event, message, values) { return }
    let line = "time=\(Self.time()) level=\(level.rawValue) service=\(service) \(message)\n"
    // One write a line: lines of several processes that share a file do not mix.
    let bytes = Array(line.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// A value as it stands when it is a plain word; quoted, with everything else escaped, when it is not.
  static func quote(_ value: String) -> String {
    let isPlain =
      !value.isEmpty
      && value.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-_.:/+".unicodeScalars.contains(scalar))
      }
    if isPlain { return value }
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.generalCategory == .format {
          quoted += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }

  // MARK: the journal

  /// Whether standard error is the journal's: systemd says which device and inode that is (systemd.exec, `$JOURNAL_STREAM`).
  private static let isJournal: Bool = {
    guard let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] else { return false }
    var file = stat()
    return fstat(STDERR_FILENO, &file) == 0 && stream == "\(file.st_dev):\(file.st_ino)"
  }()

  /// Syslog's numbers (RFC 5424, 6.2.1).
  private static func priority(_ level: Level) -> Int {
    switch level {
    case .info: 6
    case .warning: 4
    case .error: 3
    }
  }

  private static func sendToJournal(
    _ level: Level, _ service: String, _ event: String, _ message: String, _ values: [(key: String, value: String)]
  ) -> Bool {
    let fields =
      ["MESSAGE=" + message, "PRIORITY=\(priority(level))", "LEVEE_TEAM=" + service, "LEVEE_EVENT=" + event]
      + values.map { "LEVEE_" + $0.key.uppercased() + "=" + $0.value }
    var bytes = fields.map { Array($0.utf8) }
    var vectors: [iovec] = []
    for index in bytes.indices {
      // The buffers of `bytes` outlive the call: nothing changes them.
      bytes[index].withUnsafeMutableBytes { vectors.append(iovec(iov_base: $0.baseAddress, iov_len: $0.count)) }
    }
    return withExtendedLifetime(bytes) { sd_journal_sendv(vectors, Int32(vectors.count)) == 0 }
  }

  /// The clock of log lines is the operating system's; nothing in Levee's rules depends on it.
  private static func time() -> String {
    Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
