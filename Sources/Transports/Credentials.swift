import FoundationEssentials

/// Secrets that a service reads from files of its own, by name: those that systemd hands over (`LoadCredential=`), or a
/// folder that `LEVEE_CREDENTIALS` names. No table, command line or log holds one.
public struct Credentials: Sendable {
  private let folders: [String]

  /// - Parameter environment: the process's.
  public init(environment: [String: String]) {
    folders = ["CREDENTIALS_DIRECTORY", "LEVEE_CREDENTIALS"].compactMap { environment[$0] }.filter { !$0.isEmpty }
  }

  /// The secret of a name, without the line break at its end.
  /// - Throws: `TransportFault`, final: somebody has to put it there.
  public func secret(_ name: String) throws(TransportFault) -> String {
    guard !name.contains("/"), !name.hasPrefix(".") else {
      throw TransportFault("a credential has a name, not a path", isFinal: true)
    }
    for folder in folders {
      if let data = FileManager.default.contents(atPath: folder + "/" + name) {
        return String(decoding: data, as: UTF8.self).trimmingWhitespace()
      }
    }
    throw TransportFault("the credential \(name) is missing on this machine", isFinal: true)
  }

  /// The secrets that an address names, of those that are here: what no reason may repeat.
  func secrets(in address: String) -> [String] {
    address.split(separator: "{").dropFirst().compactMap { part in
      part.firstIndex(of: "}").flatMap { try? secret(String(part[..<$0])) }
    }
  }

  /// An address with each `{name}` replaced by the credential of that name.
  func fill(_ address: String) throws(TransportFault) -> String {
    var filled = ""
    var rest = address[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open] + (try secret(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}

extension String {
  fileprivate func trimmingWhitespace() -> String {
    var slice = self[...]
    while let last = slice.last, last.isWhitespace { slice.removeLast() }
    return String(slice)
  }
}
