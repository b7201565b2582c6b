import CPostgres

/// One place where a server may be: a name, a directory of sockets, or "" for libpq's default; the address of the network,
/// or "" where there is none; the port.
struct Server: Sendable, Equatable, CustomStringConvertible {
  let host: String
  let address: String
  let port: String

  init(host: String, address: String, port: String) {
    self.host = host
    self.address = address
    self.port = port
  }

  /// The one that libpq is trying at this moment.
  init(triedBy handle: OpaquePointer) {
    func text(_ value: UnsafeMutablePointer<CChar>?) -> String { value.map { String(cString: $0) } ?? "" }
    self.init(host: text(PQhost(handle)), address: text(PQhostaddr(handle)), port: text(PQport(handle)))
  }

  /// Whether the host has to be looked up: it is no directory (nor an abstract socket), and no address is given.
  var hasName: Bool { address.isEmpty && !host.isEmpty && !host.hasPrefix("/") && !host.hasPrefix("@") }

  /// Whether libpq shows this server as that one: it fills in what is not given, and writes addresses its own way.
  func isTried(as shown: Server) -> Bool {
    port == shown.port && (host.isEmpty || host == shown.host)
      && (address.isEmpty || NameLookup.written(address) == shown.address)
  }

  var description: String {
    let place = host.isEmpty ? address : address.isEmpty || address == host ? host : "\(host) (\(address))"
    return "\(place), port \(port)"
  }
}
