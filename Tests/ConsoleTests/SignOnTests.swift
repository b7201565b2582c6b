import Foundation
import TestHouse
import Testing

/// A browser becomes its person's by an account of the company, over a provider of the test's own.
@Suite(.aFewAtATime) struct SignOnTests {
  private static let origin = "https://levee.example.com"
  private static let path = "/enrol/sign-on"

  /// A house whose console knows a provider.
  private struct Scene {
    let house: House
    let provider: IdentityProvider
    let browsers: Browsers
    let secret = "/tmp/levee-secret-\(UUID().uuidString)"

    init(_ signer: TokenSigner) async throws {
      house = try await House(at: .assessing, clockRate: 1)
      provider = try IdentityProvider(signer, secret: "s3cret")
      try Data("s3cret\n".utf8).write(to: URL(filePath: secret))
      browsers = try await Browsers([
        "--database", "dbname=\(house.database.name) user=postgres", "--trust", "--address", SignOnTests.origin,
        "--sign-on", provider.issuer, "--sign-on-secret", secret,
      ])
    }

    func levee(_ person: String, _ words: String...) async throws -> Running.Result {
      try await Running.run("levee", words + ["--database", house.database.string(person), "--language", "en"])
    }

    func get(_ path: String, _ language: String, cookie: String = "") async throws -> (status: String, body: String) {
      try await Running.get(
        browsers.address, path, ["-i", "-H", "Accept-Language: \(language)", "-H", "Cookie: \(cookie)"])
    }

    /// A browser sets out.
    /// - Returns: where it is led, and what it keeps.
    func begin(_ label: String) async throws -> (target: String, cookie: String) {
      let led = try await Running.get(
        browsers.address, SignOnTests.path,
        ["-i", "-H", "Origin: \(SignOnTests.origin)", "--data-urlencode", "label=\(label)"])
      let target = try #require(led.body.firstMatch(of: /url=([^"]+)"/), "\(led)").1.replacing("&amp;", with: "&")
      let cookie = try #require(
        led.body.firstMatch(of: /Set-Cookie: (__Host-levee-sign-on=[A-Za-z0-9_-]+); ([^\r\n]+)/), "\(led)")
      #expect(cookie.2 == "Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax")
      return (String(target), String(cookie.1))
    }

    /// A browser sets out, signs on and comes back.
    func enrol(_ subject: String, _ label: String, _ language: String) async throws -> (status: String, body: String) {
      let (target, cookie) = try await begin(label)
      return try await get(
        "\(SignOnTests.path)/back?\(try await provider.signOn(subject, at: target))", language, cookie: cookie)
    }
  }

  @Test func anAccountOfTheCompanyEnrolsABrowser() async throws {
    let (signer, next) = (try await TokenSigner(.rs256, kid: "a"), try await TokenSigner(.es256, kid: "b"))
    let scene = try await Scene(signer)
    let label = "d" + UUID().uuidString.lowercased().prefix(8)
    defer {
      signer.remove()
      next.remove()
      scene.provider.stop()
      try? FileManager.default.removeItem(atPath: scene.secret)
    }
    // No administrator has added it yet.
    let unknown = try await Running.get(
      scene.browsers.address, Self.path, ["-H", "Origin: \(Self.origin)", "-H", "Accept-Language: en", "-d", "label=x"])
    #expect(unknown.status == "403" && unknown.body.contains("levee provider list"), "\(unknown)")
    let issuer = scene.provider.issuer
    let added = try await scene.levee("postgres", "provider", "add", issuer, "--client-id", "levee")
    #expect(added.code == 0 && added.output.contains("Keys in use"), "\(added.output)")
    // Whom nobody knows is led there, in both languages; a form from elsewhere is not taken.
    for (language, words) in [("en", "with the company&#39;s account"), ("zh-CN", "用公司账号登记")] {
      for lost in ["/", "/enrol"] {
        #expect(try await scene.get(lost, language).body.contains("<a href=\"\(Self.path)\">"), "\(lost)")
      }
      let page = try await scene.get(Self.path, language)
      #expect(page.status == "200" && page.body.contains(words) && page.body.contains("name=\"label\""), "\(page)")
    }
    #expect(try await Running.get(scene.browsers.address, Self.path, ["-d", "label=x"]).status == "403")
    let wrong = try await Running.get(
      scene.browsers.address, Self.path,
      ["-H", "Origin: \(Self.origin)", "-H", "Accept-Language: en", "--data-urlencode", "label=Ä b"])
    #expect(wrong.status == "403" && wrong.body.contains("small letters"), "\(wrong)")
    // Where it goes says all that the provider needs, and nothing that opens anything here.
    let (target, cookie) = try await scene.begin(label)
    for part in [
      "\(issuer)/authorize?response_type=code&scope=openid&client_id=levee&",
      "redirect_uri=https%3A%2F%2Flevee.example.com%2Fenrol%2Fsign-on%2Fback&", "&code_challenge_method=S256",
    ] { #expect(target.contains(part), "\(target)") }
    let back = try await scene.provider.signOn("u-1", at: target)
    let state = try #require(back.firstMatch(of: /state=(.+)/)).1
    for (query, kept, words) in [
      (back, "", "did not begin in this browser"), (back, "__Host-levee-sign-on=AAAA", "did not begin in this browser"),
      ("code=x&state=x", cookie, "did not begin in this browser"), ("", cookie, "did not begin in this browser"),
      (back + "&state=x", cookie, "did not begin in this browser"),
      (back + "&iss=https%3A%2F%2Fevil.example", cookie, "did not begin in this browser"),
      ("error=access_denied&state=\(state)", cookie, "said no"),
      ("error=%3Cscript%3E&state=\(state)", cookie, "&lt;script&gt;"),
      ("state=\(state)", cookie, "could not sign you on"),
      ("code=strange&state=\(state)", cookie, "invalid_grant"),
    ] {
      let page = try await scene.get("\(Self.path)/back?\(query)", "en", cookie: kept)
      #expect(["403", "502"].contains(page.status) && page.body.contains(words), "\(query): \(page)")
      #expect(page.body.contains("Set-Cookie: __Host-levee-sign-on=; Path=/; Max-Age=0"))
    }
    // Whose account it is, an administrator says, and its person; until then the page names it, for them to say so.
    let stranger = try await scene.get("\(Self.path)/back?\(back)", "zh-CN", cookie: cookie)
    #expect(stranger.status == "403" && stranger.body.contains("您的账号标识（sub）：u-1"), "\(stranger)")
    let bound = try await scene.levee("postgres", "sign-on", "bind", "wang", "--issuer", issuer, "--subject", "u-1")
    #expect(bound.code == 0, "\(bound.output)")
    let waiting = try await scene.enrol("u-1", label, "en")
    #expect(waiting.status == "403" && waiting.body.contains("levee sign-on confirm"), "\(waiting)")
    #expect(try await scene.levee("wang", "sign-on", "list").output.contains("u-1"))
    #expect(try await scene.levee("zhao", "sign-on", "confirm", "u-1", "--yes").code == 65)
    let confirmed = try await scene.levee("wang", "sign-on", "confirm", "u-1", "--yes")
    #expect(confirmed.code == 0, "\(confirmed.output)")
    let done = try await scene.enrol("u-1", label, "zh-CN")
    #expect(done.status == "200" && done.body.contains("此浏览器已登记"), "\(done)")
    let own = try #require(
      done.body.firstMatch(of: /Set-Cookie: (__Host-levee=[A-Za-z0-9_-]+); [^\r\n]*SameSite=Strict/), "\(done)"
    ).1
    let mine = try await scene.get("/me", "en", cookie: String(own))
    #expect(mine.status == "200" && mine.body.contains("Wang"), "\(mine)")
    // The provider changes its key: it is not taken until an administrator took it over.
    scene.provider.sign(with: next)
    let rotated = try await scene.enrol("u-1", label, "zh-CN")
    #expect(rotated.status == "403" && rotated.body.contains("levee provider refresh"), "\(rotated)")
    let refreshed = try await scene.levee("postgres", "provider", "refresh", issuer)
    #expect(refreshed.code == 0, "\(refreshed.output)")
    let again = try await scene.enrol("u-1", label, "en")
    #expect(again.status == "200" && again.body.contains("wang~\(label)-2"), "\(again)")
    // It does not answer: there is another way in.
    let (away, kept) = try await scene.begin(label)
    let late = try await scene.provider.signOn("u-1", at: away)
    scene.provider.stop()
    let silent = try await scene.get("\(Self.path)/back?\(late)", "en", cookie: kept)
    #expect(silent.status == "502" && silent.body.contains("levee device add phone"), "\(silent)")
    // Its account was taken: an administrator ends it, with what came in by it.
    let ended = try await scene.levee("postgres", "person", "end-sign-on", "wang", "--devices")
    #expect(ended.code == 0 && ended.output.contains("\(label)-2"), "\(ended.output)")
    // What was open is cut, and what is opened then is not let in.
    #expect(try await scene.get("/devices", "en", cookie: String(own)).status != "200")
    #expect(try await scene.get("/devices", "en", cookie: String(own)).status == "401")
    let over = try await scene.levee("postgres", "provider", "end", issuer, "--yes")
    #expect(over.code == 0, "\(over.output)")
    // A console that does not know its own address cannot send anybody there.
    let homeless = try await Running.run("levee-console", ["serve", "--sign-on", issuer, "--language", "en"])
    #expect(homeless.code == 64 && homeless.output.contains("--address"), "\(homeless.output)")
  }
}
