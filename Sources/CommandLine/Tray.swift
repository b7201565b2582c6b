import Synchronization

/// Files for whoever is elsewhere: what they hand to a command, and what the command makes for them. They are in memory, under names
/// that are no paths; nothing of the machine is opened by them.
public final class Tray: Sendable {
  /// One file.
  public struct File: Sendable {
    public let name: String
    public let bytes: [UInt8]

    public init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  private let handed: [String: [UInt8]]
  private let written = Mutex<[File]>([])

  /// - Parameter handed: what the command may read, each of another name.
  public init(_ handed: [File] = []) {
    self.handed = Dictionary(handed.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
  }

  /// What the command has made so far.
  public var made: [File] { written.withLock { $0 } }

  /// What was handed over under a name.
  func bytes(of name: String) -> [UInt8]? { handed[name] }

  func put(_ bytes: [UInt8], as name: String) { written.withLock { $0.append(File(name, bytes)) } }
}
