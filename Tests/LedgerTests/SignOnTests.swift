import FoundationEssentials
import Ledger
import Postgres
import Secrets
import TestHouse
import Testing

/// LAW-40: an account of the company makes a browser its person's, and nobody else's.
@Suite struct SignOnTests {
  private static let issuer = "https://id.example.com"

  /// A house that knows a provider, and what the console may do in it.
  private struct Scene {
    let database: TestDatabase
    let signer: TokenSigner
    let console: Connection
    let admin: Ledger
    /// Roles are of the whole cluster, which other tests use at the same time: each has labels of its own.
    let label = "d" + UUID().uuidString.lowercased().prefix(8)

    init(_ algorithm: TokenSigner.Algorithm = .rs256) async throws {
      database = try await TestDatabase()
      signer = try await TokenSigner(algorithm, kid: "k1")
      console = try await database.connect("postgres")
      try await console.execute(script: "set role levee_console")
      admin = database.ledger("postgres", .admin)
      _ = try await admin.signOns.add(
        SignOnTests.issuer, client: "levee", name: "Example", keys: "{\"keys\":[\(signer.key)]}")
    }

    func bind(_ person: String, _ subject: String, confirmed: Bool = true) async throws {
      try await admin.signOns.bind(person, at: SignOnTests.issuer, subject: subject)
      guard confirmed else { return }
      let own = database.ledger(person, .staff)
      try await own.signOns.confirm(subject)
      await own.close()
    }

    func begin(_ code: String) async throws -> String {
      try await console.run(
        """
        select levee.begin_sign_on(\(SignOnTests.issuer), \(label), \(Bytes(Digest.sha256(code))),
          \(SCRAMVerifier(password: "secret").description)) as nonce
        """)[0]["nonce"]
    }

    func finish(_ code: String, _ token: String) async throws -> String {
      try await console.run("select levee.finish_sign_on(\(code), \(token)) as login")[0]["login"]
    }

    /// What a provider says of an account.
    /// - Parameter changed: fields that are otherwise, as JSON; "" leaves one out.
    func claims(_ nonce: String, subject: String = "u-1", _ changed: [String: String] = [:]) -> String {
      let now = Date.now.timeIntervalSince1970
      var all = [
        "iss": "\"\(SignOnTests.issuer)\"", "sub": "\"\(subject)\"", "aud": "\"levee\"", "exp": "\(Int(now) + 300)",
        "iat": "\(Int(now))", "nonce": "\"\(nonce)\"",
      ]
      for (name, value) in changed { all[name] = value }
      return "{" + all.filter { !$0.value.isEmpty }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    func close() {
      signer.remove()
      Task {
        await console.close()
        await admin.close()
      }
    }
  }

  @Test(arguments: [TokenSigner.Algorithm.rs256, .es256])
  func anAccountMakesABrowserItsPersons(_ algorithm: TokenSigner.Algorithm) async throws {
    let scene = try await Scene(algorithm)
    defer { scene.close() }
    try await scene.bind("wang", "u-1")
    let nonce = try await scene.begin("code")
    let token = try await scene.signer.token(scene.claims(nonce))
    let login = try await scene.finish("code", token)
    #expect(login == "wang~\(scene.label)")
    // It acts for its person; the history says by which provider it came; its person is told.
    let session = try await scene.database.connect(login, .staff)
    #expect(try await session.run("select levee.person() as who")[0]["who"] == "wang")
    await session.close()
    // A key that it makes waits for a terminal: the company's account is none.
    let (phone, passkey) = (scene.database.ledger(login, .staff), try await PasskeySigner())
    try await phone.signingKeys.bind("phone", passkey.key)
    #expect(try await phone.signingKeys.list().map { $0.confirmedAt == nil } == [true])
    passkey.remove()
    await phone.close()
    let row = try await scene.database.run(
      "postgres", nil,
      """
      select (select invited_on from levee.device) as by, (select count(*)::int from levee.notice where reason = 'device') as told,
        (select count(*)::int from levee.sign_on_request) as ways, (select count(*)::int from levee.verify(0)) as faults
      """)[0]
    #expect(try row["by"] == "@" + Self.issuer && row["told"] == 1 && row["ways"] == 0 && row["faults"] == 0)
    // It was for once.
    #expect(await refusal { _ = try await scene.finish("code", token) } == "sign_on_request_is_open")
    let again = try await scene.begin("code 2")
    #expect(await refusal { _ = try await scene.finish("code 2", token) } == "sign_on_token_is_of_its_request")
    // The name is taken: it gets the next one.
    #expect(
      try await scene.finish("code 2", try await scene.signer.token(scene.claims(again))) == "wang~\(scene.label)-2")
  }

  @Test func aTokenIsWorthNothingThatIsNotSignedForThisHouseThisBrowserAndNow() async throws {
    let scene = try await Scene()
    let stranger = try await TokenSigner(.rs256, kid: "k1")
    defer {
      scene.close()
      stranger.remove()
    }
    try await scene.bind("wang", "u-1")
    let nonce = try await scene.begin("code")
    let others = try await scene.begin("another browser")
    let now = Int(Date.now.timeIntervalSince1970)
    let wrong: [(refusal: String, changed: [String: String])] = [
      ("sign_on_token_is_of_its_provider", ["iss": "\"https://id.example.com/\""]),
      ("sign_on_token_is_of_its_provider", ["iss": ""]),
      ("sign_on_token_is_for_this_house", ["aud": "\"another\""]),
      ("sign_on_token_is_for_this_house", ["aud": "[]"]), ("sign_on_token_is_for_this_house", ["aud": ""]),
      ("sign_on_token_is_for_this_house", ["aud": "[\"levee\",\"another\"]"]),
      ("sign_on_token_is_for_this_house", ["aud": "[\"levee\",\"another\"]", "azp": "\"another\""]),
      ("sign_on_token_is_for_this_house", ["azp": "\"another\""]),
      ("sign_on_token_is_for_this_house", ["aud": "{\"levee\":1}"]),
      ("sign_on_token_is_of_its_request", ["nonce": "\"\(others)\""]),
      ("sign_on_token_is_of_its_request", ["nonce": ""]),
      ("sign_on_token_is_of_its_request", ["nonce": "[\"\(nonce)\"]"]),
      ("sign_on_token_is_of_now", ["exp": "\(now - 120)"]), ("sign_on_token_is_of_now", ["exp": ""]),
      ("sign_on_token_is_of_now", ["exp": "\"\(now + 300)\""]), ("sign_on_token_is_of_now", ["iat": "\(now + 120)"]),
      ("sign_on_token_is_of_now", ["iat": "\(now - 120)"]), ("sign_on_token_is_of_now", ["nbf": "\(now + 120)"]),
      ("sign_on_token_is_readable", ["sub": ""]), ("sign_on_token_is_readable", ["sub": "7"]),
      ("sign_on_subject_is_bound", ["sub": "\"u-2\""]), ("sign_on_subject_is_bound", ["sub": "\"U-1\""]),
    ]
    for (name, changed) in wrong {
      let token = try await scene.signer.token(scene.claims(nonce, changed))
      #expect(await refusal { _ = try await scene.finish("code", token) } == name, "\(changed)")
    }
    // Signed by nobody, by somebody else, or as the token wishes it.
    let claims = scene.claims(nonce)
    let good = try await scene.signer.token(claims)
    let parts = good.split(separator: ".").map(String.init)
    func header(_ text: String) -> String { Base64URL.text(Array(text.utf8)) }
    let none = header("{\"alg\":\"none\",\"kid\":\"k1\"}")
    let hmac = header("{\"alg\":\"HS256\",\"kid\":\"k1\"}")
    let byKey = Base64URL.text(Digest.hmac(key: scene.signer.bytes, Array("\(hmac).\(parts[1])".utf8)))
    let forged: [(refusal: String, token: String)] = [
      ("sign_on_token_is_readable", "\(none).\(parts[1])."), ("sign_on_token_is_signed", "\(none).\(parts[1]).AA"),
      ("sign_on_token_is_signed", "\(none).\(parts[1]).\(parts[2])"),
      ("sign_on_token_is_signed", "\(hmac).\(parts[1]).\(byKey)"),
      ("sign_on_token_is_signed", try await stranger.token(claims)),
      (
        "sign_on_token_is_signed",
        try await scene.signer.token(
          claims, header: "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":false}")
      ),
      ("sign_on_token_is_signed", try await scene.signer.token(claims, header: "{\"alg\":\"RS512\",\"kid\":\"k1\"}")),
      ("sign_on_token_is_signed", try await scene.signer.token(claims, header: "{\"kid\":\"k1\"}")),
      (
        "sign_on_token_is_signed",
        "\(parts[0]).\(Base64URL.text(Array(scene.claims(nonce, subject: "u-9").utf8))).\(parts[2])"
      ),
      ("sign_on_key_is_known", try await scene.signer.token(claims, header: "{\"alg\":\"RS256\",\"kid\":\"k2\"}")),
      ("sign_on_key_is_known", try await scene.signer.token(claims, header: "{\"alg\":\"RS256\",\"kid\":null}")),
      ("sign_on_token_is_readable", try await scene.signer.token("[]")), ("sign_on_token_is_readable", ""),
      ("sign_on_token_is_readable", good + ".AA"), ("sign_on_token_is_readable", good + "\n"),
      ("sign_on_token_is_readable", " " + good), ("sign_on_token_is_readable", good.replacing("_", with: "/") + "/"),
      ("sign_on_token_is_readable", "AAAA.\(parts[1]).\(parts[2])"),
      ("sign_on_token_is_readable", String(repeating: "W1tb", count: 500) + ".\(parts[1]).\(parts[2])"),
      ("sign_on_token_is_readable", String(repeating: "A", count: 3000) + ".\(parts[1]).\(parts[2])"),
      ("sign_on_token_is_readable", "\(parts[0])." + String(repeating: "A", count: 1 << 20) + ".\(parts[2])"),
    ]
    for (name, token) in forged {
      #expect(await refusal { _ = try await scene.finish("code", token) } == name, "\(token.prefix(200))")
    }
    // Another browser cannot bring it in, nor one that did not set out.
    #expect(await refusal { _ = try await scene.finish("another browser", good) } == "sign_on_token_is_of_its_request")
    #expect(await refusal { _ = try await scene.finish("nobody", good) } == "sign_on_request_is_open")
    // Nothing came of all that; the one that is right is still taken, without the key's name and with several audiences, too.
    #expect(try await scene.database.run("postgres", nil, "select 1 from levee.device").isEmpty)
    let several = try await scene.signer.token(
      scene.claims(nonce, ["aud": "[\"levee\",\"another\"]", "azp": "\"levee\""]), header: "{\"alg\":\"RS256\"}")
    #expect(try await scene.finish("code", several) == "wang~\(scene.label)")
  }

  @Test func anAccountCountsOnceItsPersonConfirmedIt() async throws {
    let scene = try await Scene()
    defer { scene.close() }
    try await scene.bind("wang", "u-1", confirmed: false)
    let nonce = try await scene.begin("code")
    let token = try await scene.signer.token(scene.claims(nonce))
    #expect(await refusal { _ = try await scene.finish("code", token) } == "sign_on_is_confirmed")
    // Its person is told, and sees it; nobody else confirms or sees it; nobody binds it a second time.
    let (wang, zhao) = (scene.database.ledger("wang", .staff), scene.database.ledger("zhao", .staff))
    defer {
      Task {
        await wang.close(); await zhao.close()
      }
    }
    #expect(try await wang.signOns.accounts().map(\.subject) == ["u-1"])
    #expect(try await zhao.signOns.accounts().isEmpty)
    #expect(await refusal { try await zhao.signOns.confirm("u-1") } == "sign_on_waits_to_be_confirmed")
    #expect(await refusal { try await zhao.signOns.end(of: "wang", devices: true) } == "sign_on_is_ended_by_its_person")
    for (person, subject, name) in [
      ("zhao", "u-1", "sign_on_subject_is_one_persons"), ("wang", "u-2", "sign_on_person_has_one"),
      ("nobody", "u-3", "sign_on_binding_is_of_a_person"), ("svc_response", "u-3", "sign_on_binding_is_of_a_person"),
      ("zhao", "a\nb", "sign_on_subject_is_one_line"),
    ] {
      #expect(await refusal { try await scene.bind(person, subject, confirmed: false) } == name, "\(person) \(subject)")
    }
    // Who may bind does not bind to themselves, nor confirm for others, by raw SQL either.
    let told = try await scene.database.run(
      "postgres", nil, "select recipient from levee.notice where reason = 'sign_on'")
    #expect(try told.map { try $0["recipient"] } == ["wang"])
    try await scene.database.run(
      "postgres", nil, "insert into levee.person (handle, display_name) values ('postgres', 'P')")
    #expect(await refusal { try await scene.bind("postgres", "u-4") } == "sign_on_is_bound_by_another")
    #expect(
      await refusal {
        try await scene.database.run(
          "postgres", nil,
          "update levee.sign_on_binding set confirmed_at = clock_timestamp(), confirmed_by = 'postgres'")
      } == "sign_on_is_confirmed_by_its_person")
    try await wang.signOns.confirm("u-1")
    #expect(try await scene.finish("code", token) == "wang~\(scene.label)")
    // Ended, with the device that came in by it.
    #expect(try await wang.signOns.end(devices: true) == [scene.label])
    #expect(await refusal { try await wang.signOns.end(devices: false) } == "sign_on_is_on_record")
    let second = try await scene.begin("code")
    let late = try await scene.signer.token(scene.claims(second))
    #expect(await refusal { _ = try await scene.finish("code", late) } == "sign_on_subject_is_bound")
  }

  @Test func whoLeavesTheHouseLeavesWithTheirAccount() async throws {
    let scene = try await Scene()
    defer { scene.close() }
    let person = "p" + scene.label
    try await scene.database.run(
      "postgres", nil, "select levee.add_person(\(person), 'Somebody', '{response}', '{member}')")
    try await scene.bind(person, "u-1")
    try await scene.database.run("postgres", nil, "select levee.remove_person(\(person))")
    let nonce = try await scene.begin("code")
    let token = try await scene.signer.token(scene.claims(nonce))
    #expect(await refusal { _ = try await scene.finish("code", token) } == "sign_on_subject_is_bound")
  }

  @Test func aProvidersKeysAreStrongAndEndWhenItHasThemNoMore() async throws {
    let scene = try await Scene()
    let (next, weak, cheap) = (
      try await TokenSigner(.es256, kid: "k2"), try await TokenSigner(.rs256, kid: "w", bits: 1024),
      try await TokenSigner(.rs256, kid: "e", exponent: 3)
    )
    defer {
      scene.close()
      for signer in [next, weak, cheap] { signer.remove() }
    }
    try await scene.bind("wang", "u-1")
    for (keys, name) in [
      (weak.key, "sign_on_key_is_strong"), (cheap.key, "sign_on_key_is_strong"),
      (scene.signer.key.replacing("AQAB", with: "AQ"), "sign_on_key_is_strong"),
      (scene.signer.key.replacing("\"e\":\"AQAB\"", with: "\"e\":null"), "sign_on_key_is_strong"),
      (next.key.replacing("\"x\"", with: "\"z\""), "sign_on_key_is_strong"),
      (scene.signer.key.replacing("\"sig\"", with: "\"enc\""), "sign_on_keys_can_be_used"),
      ("{\"kty\":\"oct\",\"k\":\"AAAA\"}", "sign_on_keys_can_be_used"), ("", "sign_on_keys_can_be_used"),
      ("{\"kty\":\"RSA\",\"n\":\"!!\",\"e\":\"AQAB\"}", "sign_on_keys_can_be_used"),
      (scene.signer.key + "," + next.key.replacing("k2", with: "k1"), "sign_on_kid_is_one"),
    ] {
      #expect(
        await refusal { _ = try await scene.admin.signOns.refresh(Self.issuer, keys: "{\"keys\":[\(keys)]}") } == name,
        "\(keys)")
    }
    // Beside the old key; then without it: what it signs is worth nothing, and the row stands.
    let both = try await scene.admin.signOns.refresh(
      Self.issuer, keys: "{\"keys\":[\(scene.signer.key),\(next.key),{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")
    #expect(both.keys == 2 && both.ended == 0 && both.leftOut == 1)
    let nonce = try await scene.begin("code")
    let old = try await scene.signer.token(scene.claims(nonce))
    let only = try await scene.admin.signOns.refresh(Self.issuer, keys: "{\"keys\":[\(next.key)]}")
    #expect(only.keys == 1 && only.ended == 1)
    #expect(await refusal { _ = try await scene.finish("code", old) } == "sign_on_key_is_known")
    #expect(try await scene.finish("code", try await next.token(scene.claims(nonce))) == "wang~\(scene.label)")
    #expect(try await scene.admin.signOns.providers().map(\.keys) == [["k2 ES256"]])
    // The provider's keys were taken: all of it ends, with what came in by it. What was bound does not come back with it.
    #expect(try await scene.admin.signOns.endProvider(Self.issuer, devices: true) == 1)
    #expect(await refusal { _ = try await scene.begin("code") } == "sign_on_provider_is_on_record")
    _ = try await scene.admin.signOns.add(
      Self.issuer, client: "levee", name: "Example", keys: "{\"keys\":[\(next.key)]}")
    let later = try await scene.begin("code")
    let token = try await next.token(scene.claims(later))
    #expect(await refusal { _ = try await scene.finish("code", token) } == "sign_on_subject_is_bound")
    #expect(
      await refusal {
        _ = try await scene.admin.signOns.add(
          Self.issuer, client: "x", name: "x", keys: "{\"keys\":[\(next.key)]}")
      } == "sign_on_provider_pkey")
    for issuer in ["http://id.example.com", "ftp://x", "https://", "https://a?b", "http://localhost.evil.org"] {
      #expect(
        await refusal {
          _ = try await scene.admin.signOns.add(issuer, client: "x", name: "x", keys: "{\"keys\":[\(next.key)]}")
        } == "sign_on_issuer_is_an_address", "\(issuer)")
    }
  }

  /// By raw SQL, as each of them.
  @Test func onlyAnAdministratorBindsAndTheConsoleReadsNothing() async throws {
    let scene = try await Scene()
    defer { scene.close() }
    try await scene.bind("wang", "u-1")
    for statement in [
      "select * from levee.sign_on_binding", "select * from levee.sign_on_request",
      "select * from levee.sign_on_provider",
      "select levee.bind_sign_on('zhao', 'https://id.example.com', 'u-2')", "select levee.confirm_sign_on('u-1')",
      "select levee.take_sign_on_keys('https://id.example.com', '{}')", "select levee.end_sign_on('wang', true)",
      "select levee.make_device_login('wang', 'x', 'y', now())",
    ] {
      #expect(
        await refusal { try await scene.console.run(Statement(unsafeSQL: statement)) } == "42501", "\(statement)")
    }
    #expect(
      await refusal {
        try await scene.console.run(
          """
          select levee.begin_sign_on(\(Self.issuer), 'x', \(Bytes(Digest.sha256("c"))), 'x'' superuser password ''y')
          """)
      } == "device_proves_a_secret")
    let session = try await scene.database.connect("zhao", .staff)
    defer { Task { await session.close() } }
    for statement in [
      "select levee.bind_sign_on('zhao', 'https://id.example.com', 'u-2')",
      "select levee.begin_sign_on('https://id.example.com', 'x', '', '')", "select levee.finish_sign_on('x', 'y')",
      "insert into levee.sign_on_binding (handle) values ('zhao')", "update levee.sign_on_binding set handle = 'zhao'",
      "select * from levee.sign_on_request", "select levee.add_sign_on_provider('https://x.org', 'x', 'x', '{}')",
    ] {
      #expect(await refusal { try await session.run(Statement(unsafeSQL: statement)) } == "42501", "\(statement)")
    }
    // A way is over after ten minutes.
    let nonce = try await scene.begin("code")
    try await scene.database.run(
      "postgres", nil,
      "update levee.sign_on_request set made_at = made_at - interval '601 s', expires_at = expires_at - interval '601 s'"
    )
    let token = try await scene.signer.token(scene.claims(nonce))
    #expect(await refusal { _ = try await scene.finish("code", token) } == "sign_on_request_is_open")
  }
}
