import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Secrets
import Postgres
import Service
import Wording
import Workflow

/// What comes in from browsers, and what goes back: who asks, whether the request is their own, which page it is.
struct Front: Sendable {
  let visits: Visits
  let enrolment: Enrolment
  /// Nil where no account of the company enrols a browser.
  let signOn: CompanySignOn?
  let live: Live
  let gate: Gate
  let log: Log
  let traffic = Traffic()
  private let plans = PlanShelf()
  /// `https://levee.example.com`: where people find the console; "" takes the host that each request names.
  let origin: String

  /// One request, once its form is read and it is known whose it is.
  struct Request: Sendable {
    let visitor: Visitor
    let path: [String]
    /// Of a form, its fields; otherwise the query.
    let fields: [String: [String]]
    /// Of a form with files, those that were chosen, by the names of their fields.
    var files: [String: Step.HandedFile] = [:]
    let isPosted: Bool
    let now: Date
    let plans: PlanShelf
    /// Where these pages are found: `https://levee.example.com`.
    let pages: String
    /// By which name the browser knows them, without a port.
    var host: String {
      let named = String(pages.split(separator: "/").last ?? "")
      return named.hasPrefix("[") ? named : String(named.prefix { $0 != ":" })
    }

    func value(_ name: String) -> String { fields[name]?.last ?? "" }
    var language: Language { visitor.language }
  }

  /// Bytes of a form at most: the longest texts that the law takes fit well.
  static let limit = 512 << 10
  /// Files as large as the law takes of an attachment. A form somewhat beyond it is read all the same, so that what was typed is kept;
  /// what is kept of all that are sent at once is bounded.
  static let uploads = Server.Uploads(files: Step.mostOfFile, form: 64 << 20, all: 128 << 20)

  func answer(_ request: Server.Request) async -> Server.Answer {
    let began = ContinuousClock.now
    var answer = await found(request)
    let span = (ContinuousClock.now - began).components
    traffic.answered(
      Traffic.page(of: request.path), status: answer.status,
      after: Double(span.seconds) + Double(span.attoseconds) / 1e18)
    answer.headers += headers(request)
    return answer
  }

  private func found(_ request: Server.Request) async -> Server.Answer {
    if let file = Look.file(request.path) { return file }
    if request.path == "/livez" { return Server.Answer("ok\n") }
    let path = request.path.split(separator: "/").map(String.init)
    let spoken = Self.spoken(request.headers["accept-language"] ?? "")
    let isPosted = request.method == "POST"
    if isPosted, !isOwn(request) { return Notice.strange(spoken) }
    switch request.arrival {
    case .whole: break
    case .tooLarge: return Notice.tooLarge(spoken)
    case .tooMuch: return Notice.busy(spoken)
    case .unreadable: return Notice.unreadable(spoken)
    }
    let fields: [String: [String]]
    if isPosted {
      guard let read = Self.posted(request) else { return Notice.unreadable(spoken) }
      fields = read
    } else {
      fields = request.query
    }
    let credential = Credential(cookies: request.headers["cookie"] ?? "")
    if path == [Enrolment.Kind.device.rawValue] {
      return await code(request, fields, isPosted, isKnown: credential != nil, spoken)
    }
    if path.starts(with: ["enrol", "sign-on"]) {
      return await signOn(Array(path.dropFirst(2)), request, isPosted, fields, isKnown: credential != nil, spoken)
    }
    if let kind = path.first.flatMap(Enrolment.Kind.init) {
      return await enrol(kind, path, isPosted, isKnown: credential != nil, spoken)
    }
    guard let credential else {
      // What another site led here comes without the cookie; the page asks once more by itself.
      if request.headers["sec-fetch-site"] == "cross-site", !isPosted { return Notice.onceMore(request, spoken) }
      return Notice.unknown(spoken, signsOn: signOn != nil)
    }
    if isPosted, !Base64URL.isSame(fields["_token"]?.last ?? "", credential.token) { return Notice.strange(spoken) }
    if path == ["leave"], isPosted { return Notice.left(spoken) }
    guard await gate.enter() else { return Notice.busy(spoken) }
    defer { Task { await gate.leave() } }
    do {
      if credential.isOfWall { return try await wall(credential, path, isPosted, spoken) }
      let visitor = try await visits.visitor(credential)
      if path == ["live"] { return Server.Answer(type: "text/event-stream; charset=utf-8", "", feed: live.feed()) }
      return try await Routes(
        Request(
          visitor: visitor, path: path, fields: fields, files: FileForm.files(request.parts), isPosted: isPosted,
          now: Date.now, plans: plans,
          pages: origin.isEmpty ? "http://" + (request.headers["host"] ?? "") : origin)
      ).answer()
    } catch PostgresError.loginRefused {
      return Notice.unknown(spoken, forgets: true, signsOn: signOn != nil)
    } catch is NobodyOfThisHouse {
      return Notice.unknown(spoken, forgets: true, signsOn: signOn != nil)
    } catch {
      log.warning("page_failed", ["reason": Service.describe(error)])
      return Notice.away(spoken)
    }
  }

  /// The fields of a form that was sent in one of the two ways of browsers; nil for what is none.
  private static func posted(_ request: Server.Request) -> [String: [String]]? {
    let type = (request.headers["content-type"] ?? "").lowercased()
    if type.hasPrefix("multipart/form-data") { return FileForm.fields(request.parts) }
    return type.hasPrefix("application/x-www-form-urlencoded") ? URLText.fields(request.body) : nil
  }

  /// A screen on the wall has one page.
  private func wall(
    _ credential: Credential, _ path: [String], _ isPosted: Bool, _ language: Language
  ) async throws -> Server.Answer {
    let ledger = await visits.ledger(credential, .staff, .wall)
    do {
      let page = try await WallPage.answer(ledger, language, now: Date.now)
      if path == ["live"] { return Server.Answer(type: "text/event-stream; charset=utf-8", "", feed: live.feed()) }
      guard !isPosted, path.isEmpty || path == ["board"] else { return Notice.boardOnly(language) }
      return page
    } catch LedgerError.refused(let refusal) {
      return Notice.refused(refusal, language)
    }
  }

  private func enrol(
    _ kind: Enrolment.Kind, _ path: [String], _ isPosted: Bool, isKnown: Bool, _ language: Language
  ) async -> Server.Answer {
    guard let code = Enrolment.code(path) else { return Notice.noCode(language) }
    guard isPosted else { return Notice.enrolling(kind, code, isKnown: isKnown, language) }
    guard await gate.enter() else { return Notice.busy(language) }
    defer { Task { await gate.leave() } }
    do {
      let credential = try await enrolment.enrol(kind, code: code)
      log.info("enrolled", ["login": credential.login])
      return Notice.enrolled(credential, language)
    } catch let error as LedgerError {
      if case .refused(let refusal) = error { return Notice.refused(refusal, language) }
      log.warning("enrolment_failed", ["reason": error.inTheLog])
      return Notice.away(language)
    } catch {
      log.warning("enrolment_failed", ["reason": Service.describe(error)])
      return Notice.away(language)
    }
  }

  /// Who has no link asks for a code, and types it. What is sent in takes its time, whoever it is of.
  private func code(
    _ request: Server.Request, _ fields: [String: [String]], _ isPosted: Bool, isKnown: Bool, _ language: Language
  ) async -> Server.Answer {
    let due = ContinuousClock.now + CodePages.pause
    guard await gate.enter() else { return Notice.busy(language) }
    let answer: Server.Answer
    do {
      answer = try await CodePages(
        enrolment: enrolment, language: language, isKnown: isKnown, signsOn: signOn != nil, log: log
      )
      .answer(request, fields, isPosted: isPosted)
    } catch {
      log.warning("enrolment_failed", ["reason": Service.describe(error)])
      answer = Notice.away(language)
    }
    await gate.leave()
    if isPosted { try? await Task.sleep(until: due, clock: .continuous) }
    return answer
  }

  /// Whether a form comes from a page of this house: browsers say where a form was, and what is not said is no.
  private func isOwn(_ request: Server.Request) -> Bool {
    if let site = request.headers["sec-fetch-site"], site != "same-origin" { return false }
    guard let from = request.headers["origin"] else { return false }
    if !origin.isEmpty { return from == origin }
    guard let host = request.headers["host"], !host.isEmpty else { return false }
    return from == "https://" + host || from == "http://" + host
  }

  /// What every answer says to the browser: nothing runs that is not this house's, nobody frames it, nothing is kept.
  private func headers(_ request: Server.Request) -> [(name: String, value: String)] {
    [
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
      ),
      ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] + (origin.hasPrefix("https://") ? [("Strict-Transport-Security", "max-age=31536000")] : [])
  }

  /// The language of whom nobody knows yet.
  private static func spoken(_ accepted: String) -> Language {
    for part in accepted.split(separator: ",") {
      if let language = Language(locale: part.trimmingCharacters().lowercased()) { return language }
    }
    return .chinese
  }
}

/// How many requests are at the database at a time, and how many wait.
actor Gate {
  private let most: Int
  private var inside = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(most: Int) { self.most = most }

  /// - Returns: false where too many wait already.
  func enter() async -> Bool {
    if inside < most {
      inside += 1
      return true
    }
    guard waiting.count < most * 8 else { return false }
    await withCheckedContinuation { waiting.append($0) }
    return true
  }

  /// How many wait.
  var waitingCount: Int { waiting.count }

  func leave() {
    if waiting.isEmpty { inside -= 1 } else { waiting.removeFirst().resume() }
  }
}
