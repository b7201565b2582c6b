import CommandLine
import FoundationEssentials

/// The keys of ssh that the person at the keyboard has.
public enum OwnKeyFiles {
  private static var folder: String? { ProcessInfo.processInfo.environment["HOME"].map { $0 + "/.ssh" } }

  /// The .pub files there, in the order in which ssh prefers their kinds.
  public static func all() -> [(path: String, text: String)] {
    guard let folder else { return [] }
    return ["id_ed25519", "id_ecdsa", "id_ed25519_sk", "id_ecdsa_sk"].compactMap { name in
      let path = "\(folder)/\(name).pub"
      return (try? Input.text("@" + path)).map { (path, $0) }
    }
  }

  /// The first of them.
  public static func first() -> String? { all().first?.text }
}
