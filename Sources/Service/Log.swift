import FoundationEssentials
import Glibc

/// Structured log lines on standard error: `time=… level=… event=… key=value …`, one event a line.
///
/// Values are quoted and escaped, so that nothing from outside can forge a line or move a terminal's cursor. Texts of
/// statements, facts and feedback are never logged.
public struct Log: Sendable {
  public enum Level: String, Sendable { case info, warning, error }

  private let fields: String

  /// - Parameter service: the team's name, on every line.
  public init(service: String) { fields = "service=\(service)" }

  public func info(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.info, event, values)
  }

  public func warning(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.warning, event, values)
  }

  public func error(_ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible> = [:]) {
    write(.error, event, values)
  }

  private func write(
    _ level: Level, _ event: String, _ values: KeyValuePairs<String, any CustomStringConvertible>
  ) {
    var line = "time=\(Self.time()) level=\(level.rawValue) \(fields) event=\(event)"
    for (key, value) in values { line += " \(key)=\(Self.quote(value.description))" }
    line += "\n"
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

  /// The clock of log lines is the operating system's; nothing in Levee's rules depends on it.
  private static func time() -> String {
    Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
