public import FoundationEssentials
import Glibc

/// Texts that somebody began in a form and that are not recorded: files in the person's own folder, until they are recorded or
/// thrown away by that person.
public struct Drafts: Sendable {
  /// Where they are kept: `XDG_STATE_HOME`, or .local/state in the home folder.
  let folder: String

  /// One text.
  public struct Draft: Sendable {
    /// Its form's program, command and what it is about, such as `levee-response-statement-I1`.
    public let name: String
    public let path: String
    public let savedAt: Date
    public let text: String
  }

  /// - Parameter product: the folder is named for it.
  public init(environment: [String: String], product: String) {
    let state = environment["XDG_STATE_HOME"] ?? environment["HOME"].map { $0 + "/.local/state" } ?? "/tmp"
    folder = state + "/" + product
  }

  /// All of them, the newest first.
  public var all: [Draft] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.compactMap { draft($0.dropLast(4)) }.sorted { $0.savedAt > $1.savedAt }
  }

  /// The one of a name; nil when there is none.
  public func draft(_ name: some StringProtocol) -> Draft? {
    guard !name.contains("/") else { return nil }
    let path = folder + "/" + name + ".txt"
    var status = stat()
    guard stat(path, &status) == 0, let bytes = try? Input.bytes(path) else { return nil }
    return Draft(
      name: String(name), path: path,
      savedAt: Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec)), text: String(decoding: bytes, as: UTF8.self))
  }

  /// Throws one away.
  /// - Returns: false when there is none of that name.
  public func discard(_ name: String) -> Bool { draft(name).map { unlink($0.path) == 0 } ?? false }

  /// Puts one aside under another name, so that the same form can begin anew.
  package func putAside(_ draft: Draft) {
    var number = 2
    while access(folder + "/\(draft.name)-\(number).txt", F_OK) == 0 { number += 1 }
    rename(draft.path, folder + "/\(draft.name)-\(number).txt")
  }

  /// The file of a form.
  func path(_ name: String) throws -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw UnwritableOutput(folder)
    }
    return folder + "/" + name + ".txt"
  }

  /// A name that a file may have.
  package static func name(_ parts: [String]) -> String {
    String(
      parts.joined(separator: "-").map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) ? $0 : "-" })
  }
}
