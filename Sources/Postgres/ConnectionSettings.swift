import CPostgres

/// What a connection is made with, as libpq completes it: from the connection string, the service file, the environment
/// and the defaults.
struct ConnectionSettings: Sendable {
  /// The longest that one server may keep us waiting.
  let timeout: Duration
  private let keywords: [(String, String)]
  private let values: [String: String]
  private let defaultPort: String

  /// - Throws: `PostgresError.cannotConnect`, in libpq's words.
  init(_ configuration: Configuration) throws(PostgresError) {
    keywords = configuration.keywords
    // libpq completes settings only where it connects, and connects nowhere with an `sslmode` that does not exist.
    let refused = "complete the settings only"
    let asking = keywords + [("sslmode", refused)]
    let handle = withCStrings(asking.map { $0.0 }) { names in
      withCStrings(asking.map { $0.1 }) { values in PQconnectStartParams(names, values, 1) }
    }
    defer { PQfinish(handle) }
    guard let handle, let options = PQconninfo(handle) else { throw .cannotConnect("out of memory") }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    var defaultPort = ""
    var option = options
    while let keyword = option.pointee.keyword {
      let name = String(cString: keyword)
      if let value = option.pointee.val { values[name] = String(cString: value) }
      if name == "port", let value = option.pointee.compiled { defaultPort = String(cString: value) }
      option += 1
    }
    guard values["sslmode"] == refused else { throw .cannotConnect(Connection.message(of: handle)) }
    self.values = values
    self.defaultPort = defaultPort
    timeout = try Self.timeout(values["connect_timeout"]) ?? configuration.connectTimeout
  }

  /// As libpq reads `connect_timeout`: whole seconds, at least 2. Nothing, zero and less are no limit to libpq; here they
  /// are nil.
  private static func timeout(_ text: String?) throws(PostgresError) -> Duration? {
    guard let text, !text.isEmpty else { return nil }
    guard let seconds = Int32(text.filter { $0 != " " }) else {
      throw .cannotConnect("invalid integer value \"\(text)\" for connection option \"connect_timeout\"")
    }
    return seconds > 0 ? .seconds(max(seconds, 2)) : nil
  }

  /// Whether libpq returns to servers that it has tried, or tries them in an order of its own.
  var visitsServersAgain: Bool {
    values["target_session_attrs"] == "prefer-standby" || (values["load_balance_hosts"] ?? "disable") != "disable"
  }

  /// The servers as they are written, before names are looked up; nil where the lists do not fit each other, about which
  /// libpq has words.
  var writtenServers: [Server]? {
    func list(_ keyword: String) -> [String] {
      let value = values[keyword] ?? ""
      return value.isEmpty ? [] : value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
    let count = max(addresses.isEmpty ? hosts.count : addresses.count, 1)
    guard hosts.isEmpty || hosts.count == count, ports.count <= 1 || ports.count == count else { return nil }
    return (0..<count).map { index in
      let port = ports.isEmpty ? "" : ports.count == 1 ? ports[0] : ports[index]
      return Server(
        host: hosts.isEmpty ? "" : hosts[index], address: addresses.isEmpty ? "" : addresses[index],
        port: port.isEmpty ? defaultPort : port)
    }
  }

  /// The addresses to try, in order, and why there are none for some of the hosts. The names are looked up at the same time,
  /// within one timeout.
  /// - Throws: `CancellationError`.
  func servers() async throws -> (servers: [Server], reasons: [String]) {
    // What libpq refuses is refused whatever the server.
    guard let written = writtenServers else { return ([Server(host: "", address: "", port: "")], []) }
    let found = await withTaskGroup(of: (Int, NameLookup.Outcome).self) { group in
      for (index, server) in written.enumerated() where server.hasName {
        group.addTask { (index, await NameLookup.addresses(of: server.host, upTo: timeout)) }
      }
      return await group.reduce(into: [Int: NameLookup.Outcome]()) { $0[$1.0] = $1.1 }
    }
    try Task.checkCancellation()
    var servers: [Server] = []
    var reasons: [String] = []
    for (index, server) in written.enumerated() {
      switch found[index] {
      case nil: servers.append(server)
      case .addresses(let addresses):
        servers += addresses.map { Server(host: server.host, address: $0, port: server.port) }
      case .unknown(let reason):
        reasons.append("could not translate host name \"\(server.host)\" to address: \(reason)")
      }
    }
    return (servers, reasons)
  }

  /// Keywords and values for `PQconnectStartParams`, for some servers only.
  func keywords(for servers: [Server]) -> [(String, String)] {
    guard let written = writtenServers, servers.count > 1 || servers != written else { return keywords }
    var servers = servers
    let hasAddresses = values["hostaddr"].map { !$0.isEmpty } ?? false
    if servers.count == 1, servers[0].host.isEmpty || (hasAddresses && servers[0].address.isEmpty) {
      // libpq takes an empty value for one that is not given, and then follows the whole list; a list is never empty.
      servers += servers
    }
    return keywords + [
      ("host", servers.map(\.host).joined(separator: ",")),
      ("hostaddr", servers.map(\.address).joined(separator: ",")),
      ("port", servers.map(\.port).joined(separator: ",")),
    ]
  }
}
