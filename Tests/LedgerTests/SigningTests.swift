import FoundationEssentials
import Ledger
import Postgres
import Secrets
import TestHouse
import Testing
import Workflow

/// LAW-39: an approval that the playbook wants signed carries the reviewer's own signature of exactly that revision.
@Suite struct SigningTests {
  /// A house with statement S2.1 handed in, at level II.
  private func house() async throws -> House {
    let house = try await House(at: .responding, clockRate: 1)
    _ = try await house.database.ledger("zhou", .response).statements.draft(
      Reference(.incident, 1), holding: nil, purpose: "",
      renditions: [.init(name: "web", language: "en", title: "T", body: "B")], facts: [], submit: true)
    return house
  }

  private let text = Reference(.statement, 2, revision: 1)

  private func approve(_ ledger: Ledger, _ signature: String) async throws {
    _ = try await ledger.documents.approve(text, signature: try #require(GivenSignature(signature)), holds: true)
  }

  private func faults(_ house: House) async throws -> [String] {
    try await house.database.run("postgres", nil, "select fault from levee.verify(1)").map { try $0["fault"] }
  }

  @Test func whoHasAKeySignsFromLevelTwoOn() async throws {
    let house = try await house()
    let (wang, zhao) = (house.database.ledger("wang", .leadership), house.database.ledger("zhao", .leadership))
    let (mine, ssh) = (house.database.ledger("wang", .staff), try await SSHSigner())
    defer { ssh.remove() }
    // Without a key nothing is asked: zhao approves as before.
    _ = try await zhao.documents.review(text, verdict: .approve, reason: "")
    // With one, an approval has its signature or is none; a return needs none.
    try await mine.signingKeys.bind("laptop", try #require(NewSigningKey(ssh.line)))
    #expect(
      await refusal { _ = try await wang.documents.review(text, verdict: .approve, reason: "") } == "review_is_signed")
    let wanted = try #require(try await wang.signingKeys.wanted(text))
    #expect(wanted.isAsked && wanted.keys.map(\.label) == ["laptop"])
    #expect(wanted.message.hasSuffix("verdict: approve\nperson: wang\n"))
    // Of another text, person or verdict it is no signature of this one; nor what was made for another purpose.
    for other in [
      wanted.message.replacing("person: wang", with: "person: zhao"), wanted.message.replacing("2.1", with: "2.2"),
      wanted.message.replacing("approve", with: "return"), wanted.message + " ",
    ] {
      let signature = try await ssh.sign(other)
      #expect(await refusal { try await approve(wang, signature) } == "review_signature_holds", "\(other)")
    }
    let foreign = try await ssh.sign(wanted.message, namespace: "git")
    #expect(await refusal { try await approve(wang, foreign) } == "review_signature_holds")
    let good = try await ssh.sign(wanted.message)
    // Nobody else's key, and nobody else with it.
    let stranger = try await SSHSigner("ecdsa")
    defer { stranger.remove() }
    let strange = try await stranger.sign(wanted.message)
    #expect(await refusal { try await approve(wang, strange) } == "review_signature_is_by_a_key_of_its_person")
    #expect(
      await refusal { try await approve(house.database.ledger("li", .leadership), good) }
        == "review_signature_is_by_a_key_of_its_person")
    try await approve(wang, good)
    #expect(try await wang.documents.read(text).isApproved)
    #expect(try await wang.documents.read(text).reviews.map(\.isSigned) == [false, true])
    #expect(try await faults(house).isEmpty)
    let signatures = try await wang.history.signatures(Reference(.incident, 1))
    #expect(signatures.map(\.person) == ["wang"] && signatures.allSatisfy(\.holds))
    // A superuser who makes an approval up has no signature for it; one who changes what was signed breaks it.
    try await house.database.run(
      "postgres", nil,
      """
      with gone as (select set_config('session_replication_role', 'replica', true))
      update levee.review_signature set signature = set_byte(signature, 150, get_byte(signature, 150) # 1) from gone
      """)
    #expect(try await faults(house).contains("signature_false"))
    #expect(try await wang.history.signatures(nil).map(\.holds) == [false])
  }

  @Test func anApprovalThatWasMadeUpHasNoSignature() async throws {
    let house = try await house()
    let ssh = try await SSHSigner()
    defer { ssh.remove() }
    try await house.database.ledger("wang", .staff).signingKeys.bind("laptop", try #require(NewSigningKey(ssh.line)))
    // Whoever turns the triggers off can write a review; not its signature.
    let forger = try await house.database.connect("postgres")
    defer { Task { await forger.close() } }
    for signed in ["true", "false"] {
      try await forger.execute(
        script: """
          begin; set local session_replication_role = replica;
          insert into levee.review (incident_id, kind, document_id, number, authors, as_legal, verdict, asks_signature, signed, person, team,
              at, event_id, salt)
            select 1, 'statement', 2, 1, s.authors, false, 'approve', false, \(signed), 'wang', 'leadership', clock_timestamp(),
              nextval(pg_get_serial_sequence('levee.event', 'id')), '' from levee.submission s where document_id = 2;
          update levee.incident set exercise = false;
          """)
      let found = try await forger.run("select fault from levee.verify_signatures(1)").map { try $0["fault"] as String }
      #expect(found == ["signature_missing"], "\(signed)")
      try await forger.execute(script: "rollback")
    }
  }

  @Test func aPasskeyIsAskedByItsOwnPagesOfSomebodyWhoIsThere() async throws {
    let house = try await house()
    let (wang, passkey) = (house.database.ledger("wang", .leadership), try await PasskeySigner())
    defer { passkey.remove() }
    try await house.database.ledger("wang", .staff).signingKeys.bind("phone", passkey.key)
    let message = try #require(try await wang.signingKeys.wanted(text)).message
    for wrong in [
      try await passkey.sign(message, origin: "https://levee.example.com.evil.org"),
      try await passkey.sign(message, flags: 1), try await passkey.sign(message, flags: 4),
      try await passkey.sign(message, type: "webauthn.create"), try await passkey.sign(message + " "),
    ] {
      #expect(await refusal { try await approve(wang, wrong) } == "review_signature_holds")
    }
    // Bytes that are nothing are a refusal, too, and not an error.
    let key = Base64URL.text(Digest.sha256(passkey.point))
    for bad in ["passkey.\(key)...", "passkey.\(key).AAAA.e30.MAA", "passkey.\(key).AAAA.AAAA.AAAA"] {
      #expect(await refusal { try await approve(wang, bad) } == "review_signature_holds", "\(bad)")
    }
    try await approve(wang, try await passkey.sign(message, origin: "https://levee.example.com:8443"))
    #expect(try await wang.history.signatures(nil).map(\.holds) == [true])
    #expect(try await faults(house).isEmpty)
  }

  @Test func aKeyIsConfirmedAtATerminalAndEndedByNobodyToGetAroundIt() async throws {
    let house = try await house()
    let label = "d" + UUID().uuidString.lowercased().prefix(8)
    let (mine, passkey) = (house.database.ledger("wang", .staff), try await PasskeySigner())
    defer { passkey.remove() }
    _ = try await mine.devices.invite(label, code: "a code")
    let console = try await house.database.connect("postgres")
    defer { Task { await console.close() } }
    let login: String = try await console.run(
      "select levee.enrol_device('a code', 'SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy') as login")[
        0][
        "login"]
    let phone = house.database.ledger(login, .staff)
    // In the ten minutes after a code that was shown at a terminal, the device is as good as that.
    try await phone.signingKeys.bind("first", passkey.key)
    #expect(try await mine.signingKeys.list().map { $0.confirmedAt != nil } == [true])
    #expect(
      try await house.database.run(
        "postgres", nil, "select count(*) as n from levee.notice where reason = 'signing_key' and recipient = 'wang'")[
          0]["n"] == 1)
    // Later it is a phone that somebody may have stolen.
    try await house.database.run(
      "postgres", nil, "update levee.device set enrolled_at = enrolled_at - interval '11 minutes'")
    let other = try await PasskeySigner()
    defer { other.remove() }
    try await phone.signingKeys.bind("second", other.key)
    let waiting = try #require(try await mine.signingKeys.list().first)
    #expect(waiting.label == "second" && waiting.confirmedAt == nil)
    let wang = house.database.ledger("wang", .leadership)
    let message = try #require(try await wang.signingKeys.wanted(text)).message
    #expect(try await wang.signingKeys.wanted(text)?.keys.map(\.label) == ["first"])
    let early = try await other.sign(message)
    #expect(await refusal { try await approve(wang, early) } == "review_signature_is_by_a_key_of_its_person")
    #expect(
      await refusal { try await phone.signingKeys.confirm("second") } == "signing_key_is_confirmed_at_a_terminal")
    #expect(
      await refusal { try await house.database.ledger("li", .staff).signingKeys.confirm("second", of: "wang") }
        == "signing_key_is_confirmed_by_its_person")
    try await mine.signingKeys.confirm("second")
    #expect(await refusal { try await mine.signingKeys.confirm("second") } == "signing_key_waits_to_be_confirmed")
    // Whoever ends all keys of their own is asked for a signature none the less; an administrator lets them off.
    try await phone.signingKeys.end("first")
    try await phone.signingKeys.end("second")
    #expect(
      await refusal { _ = try await wang.documents.review(text, verdict: .approve, reason: "") } == "review_is_signed")
    #expect(await refusal { try await approve(wang, early) } == "review_signature_is_by_a_key_of_its_person")
    #expect(await refusal { try await mine.signingKeys.bind("third", other.key) } == "signing_key_pkey")
    try await house.database.run("postgres", nil, "update levee.signing_key set ended_by = 'root'")
    _ = try await wang.documents.review(text, verdict: .approve, reason: "")
  }

  @Test func whereItIsAlwaysAskedNobodyWithoutAKeyCountsAsAReviewer() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    try await house.database.run("postgres", nil, "alter table levee.review_rule disable trigger user")
    try await house.database.run("postgres", nil, "update levee.review_rule set signed = 'always'")
    let draft = {
      _ = try await house.database.ledger("zhou", .response).statements.draft(
        Reference(.incident, 1), holding: nil, purpose: "",
        renditions: [.init(name: "web", language: "en", title: "T", body: "B")], facts: [], submit: true)
    }
    #expect(await refusal { try await draft() } == "submission_has_enough_reviewers")
    for person in ["wang", "zhao"] {
      let passkey = try await PasskeySigner()
      defer { passkey.remove() }
      try await house.database.ledger(person, .staff).signingKeys.bind("phone", passkey.key)
    }
    try await draft()
  }

  /// The database's arithmetic beside OpenSSL's, on signatures that hold and on such that were changed anywhere.
  @Test func theDatabaseAndOpenSSLAgreeOnEverySignature() async throws {
    let database = try await TestDatabase()
    let session = try await database.connect("postgres")
    defer { Task { await session.close() } }
    for kind in ["ed25519", "ecdsa"] {
      let signer = try await SSHSigner(kind)
      defer { signer.remove() }
      guard case .ssh(let key)? = NewSigningKey(signer.line),
        case .ssh(let made)? = GivenSignature(try await signer.sign("m"))
      else {
        Issue.record("\(kind) does not sign")
        continue
      }
      var tried = [made.bytes]
      for step in 0..<16 {
        var changed = made.bytes
        changed[10 + step * 53 % (changed.count - 10)] ^= 1 << UInt8(step % 8)
        tried.append(changed)
      }
      // Numbers that are none of the curve's: nothing, and the group's order.
      tried.append(Array(made.bytes.dropLast(32)) + [UInt8](repeating: 0, count: 32))
      tried.append(Array(made.bytes.dropLast(32)) + [UInt8](repeating: 0xFF, count: 32))
      for (index, bytes) in tried.enumerated() {
        let inSQL: Bool = try await session.run(
          "select levee.signature_holds('ssh', \(Bytes(key)), '', 'm', \(Bytes(bytes)), '', '') as holds")[0]["holds"]
        let inSwift = SSHSignature(bytes: bytes).map { $0.key == key && $0.isOf("m") } ?? false
        #expect(inSQL == inSwift, "\(kind) \(Bytes(bytes).hexadecimal)")
        #expect(index > 0 || inSQL)
      }
    }
  }
}
