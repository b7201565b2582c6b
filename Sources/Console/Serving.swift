import CommandLine
import Desk
import Dispatch
import FoundationEssentials
import HTTPServer
import Ledger
import Service
import Wording
import Workflow

/// `levee-console serve`: the pages, until a signal ends it.
struct Serving: Sendable {
  let address: Address
  let origin: String
  let database: String
  let provesPassword: Bool
  /// Where its health and figures are; nil where nobody asks for them. Not where the pages are: they are not for visitors.
  let metrics: Address?
  /// Of how many browsers the sessions with the database are kept between two requests.
  let sessions: Int
  /// Which account of the company enrols a browser; nil where none does.
  let signOn: (issuer: String, secret: String?)?

  /// Most requests that are at the database at a time: with the sessions that are kept it stays below the usual hundred.
  private static let most = 24

  func run() async throws {
    let vitals = Vitals()
    let log = Log(service: "console", vitals: vitals)
    let base = try Ledger.Address(database).values.filter { !["user", "password", "passfile"].contains($0.key) }
    let visits = Visits(base: base, provesPassword: provesPassword, most: sessions)
    let own = Ledger(team: .staff, access: .console, connection: database, size: 2)
    let live = Live()
    let front = Front(
      visits: visits, enrolment: Enrolment(ledger: own),
      signOn: signOn.map { CompanySignOn(issuer: $0.issuer, secret: $0.secret, origin: origin, ledger: own) },
      live: live, gate: Gate(most: Self.most), log: log,
      origin: origin)
    let server = try Self.listening {
      () throws(Server.Fault) in
      try Server(at: address, limit: Front.limit, connections: 1024, uploads: Front.uploads) { await front.answer($0) }
    }
    let endpoints = try metrics.map { metrics in
      try Self.listening {
        () throws(Server.Fault) in
        try Server.endpoints(at: metrics, name: "console", vitals: vitals) { page in
          front.traffic.write(into: &page)
          page.add("levee_console_streams", .gauge, "Pages that are open and live.", Double(live.count))
          page.add(
            "levee_console_sessions", .gauge, "Browsers whose sessions with the database are kept.",
            Double(await visits.count))
          page.add(
            "levee_console_requests_waiting", .gauge, "Requests that wait for the database.",
            Double(await front.gate.waitingCount))
        }
      }
    }
    defer { endpoints?.stop() }
    if let endpoints { log.info("metrics", ["address": endpoints.address]) }
    log.info("listening", ["address": server.address, "release": Release.name])
    let (ends, ending) = AsyncStream.makeStream(of: Void.self)
    let stop = Ending { ending.yield() }
    let listening = Task { await live.listen(connection: database, log: log, vitals: vitals) }
    // Also where nobody asks any more.
    let sweeping = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(20))
        await visits.sweep()
      }
    }
    stop.ready()
    for await _ in ends { break }
    listening.cancel()
    sweeping.cancel()
    stop.leaving()
    log.info("stopping")
    server.stop()
    await visits.closeAll()
    await own.close()
    log.info("stopped")
  }

  private static func listening(_ open: () throws(Server.Fault) -> Server) throws -> Server {
    do {
      return try open()
    } catch {
      throw Failure(
        .configuration, Bilingual("\(error.address) cannot be listened on.", "无法监听 \(error.address)。"),
        advice: Bilingual(
          "Give the console an address of its own: --listen 127.0.0.1:PORT", "请为页面服务指定独立的地址：--listen 127.0.0.1:端口"),
        detail: error.description)
    }
  }
}
