import FoundationEssentials
import TestHouse
import Testing
import Wording

/// The same mistake has the same exit code, whatever command it was made with.
@Suite(.aFewAtATime) struct ExitCodeTests {
  /// Of each mistake, the lines that make it: who types, the program, its words. `DIR` is a folder with files that do not do.
  private static let mistakes: [(code: ExitCode, lines: String)] = [
    (
      .usage,
      """
      sun levee-monitoring nonsense
      sun levee-monitoring assess I1
      sun levee-monitoring assess I1 --severity V --summary s
      sun levee-monitoring assess I1 --nonsense
      sun levee-monitoring source add x DIR --every often
      sun levee-monitoring fact x down --source noc
      sun levee-monitoring snooze I1
      sun levee-monitoring sentiment use newest
      sun levee-monitoring ingest DIR/table.csv --columns text
      sun levee incident list --since never
      sun levee playbook show x
      sun levee audit verify --code 12
      sun levee audit checkpoint --mail nobody
      sun levee incident report I1 --out DIR/x.odt
      zhou levee-response task I1 call --owner he --due 2027-02-30T09:00:00Z
      zhou levee-response reply Q1 --answer x
      zhou levee-response read I1
      wang levee-leadership approve S2 --yes
      wang levee-leadership away --hours many
      wang levee-leadership approve S2.1
      wang levee-leadership review I1 --course c --effectiveness e --lessons l --improvement better
      postgres levee person add x --name X --seat nowhere
      sun levee case show x
      chen levee roster set monitoring sun --since never --until 2027-02-02
      sun levee roster show --days many
      sun levee roster export --out DIR/x.txt
      chen levee drill jump Y1 soon
      chen levee drill rate Y1 fast
      chen levee drill plan optus-2023 --at never --people sun
      he levee training take --answer x
      sun levee playbook compare x 1
      sun levee playbook show 1 --section 12
      sun levee evaluate
      wang levee-leadership judge I1 x --met yes --reason r
      wang levee-leadership judge I1 1 --met perhaps --reason r
      wang levee-leadership improvement retest V1 --in I1
      wang levee-leadership outside I1 x --place p --posted-at never
      wu levee verify X1
      wu levee-logistics resource put x --item monitoring-tools --valid-until soon
      postgres levee transport add x --format slack
      """
    ),
    (
      .noInput,
      """
      sun levee-monitoring ingest DIR/none.csv
      sun levee-monitoring evaluate feed DIR/none.xml
      sun levee-monitoring fact I1 @DIR/none --source noc
      sun levee attach I1 DIR/none
      sun levee audit verify --checkpoint DIR/none
      postgres levee setup DIR/none.yaml
      sun levee incident show I99
      sun levee incident timeline I99
      sun levee incident report I99
      sun levee note I99 text
      sun levee notes I99
      sun levee attachments I99
      sun levee attachment save E99
      sun levee brief show B99
      sun levee brief list I99
      sun levee audit verify I99
      sun levee audit export I99 --out DIR/evidence
      sun levee playbook show 99
      he levee task done T99 done
      he levee improvement done V99 done
      sun levee discard-draft none --yes
      sun levee case show 99
      sun levee evaluate I99
      sun levee playbook read 99 --yes
      sun levee playbook export 99
      sun levee playbook check DIR/none.md
      sun levee playbook rebase DIR/none.md --out DIR/x.md
      sun levee playbook compare 1 99
      sun levee playbook compare 99 1
      sun levee playbook import DIR/none.docx --out DIR/x.md
      postgres levee playbook propose DIR/none.md --yes
      postgres levee employee import DIR/none.csv
      postgres levee employee import DIR/table.csv --transport none
      postgres levee employee show none
      postgres levee employee leave none --yes
      postgres levee employee erase none --reason r --yes
      postgres levee training import DIR/none.md
      wang levee training questions 99
      he levee training certificate
      he levee training take --answer 99:1
      he levee training take --answer 1:99
      wu levee verify Z99
      chen levee roster set monitoring nobody --since 2027-02-01 --until 2027-02-02
      chen levee roster rotate monitoring nobody --since 2027-03-01
      chen levee roster remove H99
      chen levee roster swap H98 H99
      chen levee roster import DIR/none.csv
      chen levee roster leave nobody --since 2027-02-01 --until 2027-02-02
      chen levee drill check none
      chen levee drill plan none --at 2027-01-31T09:00:00Z --people sun
      chen levee drill plan optus-2023 --at 2027-01-31T09:00:00Z --people nobody
      chen levee drill start Y99
      chen levee drill join Y99
      chen levee drill show Y99
      chen levee drill timeline Y99
      chen levee drill record Y99
      chen levee drill pause Y99
      chen levee drill pause I99
      chen levee drill jump Y99 20m
      chen levee drill inject Y99 V-01
      chen levee drill inject Y1 V-99
      chen levee drill inject Y99 --text x
      chen levee drill hold Y1 V-99
      chen levee drill skip Y99 V-01
      chen levee drill say Y99 x
      chen levee drill note Y99 x
      chen levee drill note Y1 x --objective O-99 --mark P
      chen levee drill word Y99 x
      chen levee drill remark Y99 x
      chen levee drill evaluate Y99 x
      chen levee drill end Y99
      sun levee-monitoring acknowledge I99
      sun levee-monitoring assess I99 --severity II --summary s
      sun levee-monitoring propose I99
      sun levee-monitoring brief I99 --kind flash --yes
      sun levee-monitoring fact I99 down --source noc
      sun levee-monitoring check F99 verified --reason r
      sun levee-monitoring watch-for I99 word
      sun levee-monitoring attach I1 M99
      sun levee-monitoring trend I99
      sun levee-monitoring mention M99
      sun levee-monitoring mentions label negative M99
      sun levee-monitoring sentiment use 99
      sun levee-monitoring signal A99
      sun levee-monitoring snooze A99
      sun levee-monitoring dismiss A99 --reason r
      sun levee-monitoring open --signal A99
      sun levee-monitoring open x --kind other --after I99
      sun levee-monitoring answer R99 words
      sun levee-monitoring report I99 text
      sun levee-monitoring restrict I99 --reason r
      sun levee-monitoring reclassify I99 --kind other --reason r
      sun levee-monitoring link I1 I99 --relation related
      sun levee-monitoring task I1 call --owner nobody --due 2027-01-31T09:00:00Z
      sun levee-monitoring name I1 nobody
      sun levee-monitoring done T99 done
      sun levee-monitoring done K99 done
      sun levee-monitoring remarks I99
      sun levee-monitoring feedback add I99 text --from customer
      sun levee-monitoring retry-work K99
      sun levee-monitoring source remove none
      sun levee-monitoring name remove none
      sun levee-monitoring outlet remove none
      sun levee-monitoring ingest DIR/table.csv --columns text=none
      wang levee-leadership receive I99
      wang levee-leadership decide I99 go
      wang levee-leadership decide I1 go --attendee nobody
      wang levee-leadership command I99 act --monitoring m --response r --logistics l
      wang levee-leadership record-meeting I99 --attendee wang --record r
      wang levee-leadership notified I99 pipl-57 --reference r
      wang levee-leadership notified I1 none --reference r
      wang levee-leadership read S99
      wang levee-leadership examine S99
      wang levee-leadership approve S99.1 --yes
      wang levee-leadership return S99.1 --reason r
      wang levee-leadership propose S99.1 --reason r --piece web --words w
      wang levee-leadership propose S3.1 --reason r --piece none --words w
      wang levee-leadership revoke S99.1 --reason r
      wang levee-leadership waive I99 --reason r
      wang levee-leadership lower I99 --severity IV --reason r
      wang levee-leadership withdraw D99 --reason r
      wang levee-leadership adopt S99.1 --from wang
      wang levee-leadership renew S99
      wang levee-leadership declare-over I99 over --yes
      wang levee-leadership receive-report I99
      wang levee-leadership review I99 --course c --effectiveness e --lessons l --improvement better|li|2027-01-31
      wang levee-leadership close I99 --yes
      wang levee-leadership stop I99 --outcome other --reason r --yes
      wang levee-leadership stop I2 --outcome merged --into I99 --reason r --yes
      wang levee-leadership agree-to-stop I99 --yes
      wang levee-leadership remark B99 look --for monitoring --due 2027-01-31T09:00:00Z
      wang levee-leadership improvement accept V99 --yes
      wang levee-leadership improvement return V99 --reason r
      wang levee-leadership improvements --incident I99
      wang levee-leadership approve-playbook 99 --yes
      wang levee-leadership return-playbook 99 --reason r --yes
      wang levee-leadership file-playbook 99 none --receipt r
      wang levee-leadership file-playbook 1 none --receipt r
      wang levee-leadership judge I99 1 --met yes --reason r
      wang levee-leadership judge I1 99 --met yes --reason r
      wang levee-leadership outside I99 x --place p
      wang levee-leadership shortcomings I99
      wang levee-leadership improvement retest V99 --in I1 --held
      wang levee-leadership decide-seat 99 --yes
      wang levee-leadership erase Q99 --reason r --yes
      wang levee-leadership erase M99 --reason r --yes
      zhou levee-response plan I99
      zhou levee-response statement I99 --title t --body b
      zhou levee-response statement I1 --title t --body b --fact F99
      zhou levee-response statement I1 --title t --body b --to none
      zhou levee-response statement I1 --holding none --title t --body b
      zhou levee-response revise S99 --title t --body b
      zhou levee-response correct S99 --title t --body b
      zhou levee-response submit S99.1
      zhou levee-response discard S99.1 --yes
      zhou levee-response send S99.1
      zhou levee-response send S2.1 --to none --yes
      zhou levee-response claim D99
      zhou levee-response receipt D99 --address https://example.com/
      zhou levee-response retry D99
      zhou levee-response abandon D99 --reason r
      zhou levee-response resume D99 --reason r
      zhou levee-response take-down D99
      zhou levee-response taken-down D99
      zhou levee-response answers I99
      zhou levee-response answers write I99 --text text
      zhou levee-response feedback list I99
      zhou levee-response reply Q99 --template reply
      zhou levee-response reply Q1 --answer 99
      zhou levee-response reply Q1 --template none
      zhou levee-response reply Q1 --statement S99.1
      zhou levee-response resolve Q99 told
      wu levee-logistics allocate I99
      wu levee-logistics counselling I99 daily --places 1
      wu levee-logistics certify I99 --yes
      wu levee-logistics certify I1 --ready none --yes
      wu levee-logistics resource put x --item none
      wu levee-logistics resource put x --item monitoring-tools --owner nobody
      wu levee-logistics resource import DIR/none.csv
      wu levee-logistics resource owner none wu
      wu levee-logistics resource owner monitoring-tools nobody
      wu levee-logistics resource retire none
      wu levee-logistics allocate I1 --resource none
      wu levee-logistics hand-back I1 none
      wu levee-logistics contact put x --outlet y --known-by nobody
      wu levee-logistics contact import DIR/none.csv
      wu levee-logistics contact talk C99 x
      wu levee-logistics contact talks C99
      wu levee-logistics contact remove C99
      wu levee-logistics verify Z99
      wu levee-logistics verify C99
      wu levee-logistics stand-down I99 --yes
      wu levee-logistics reached N99 spoken
      wu levee-logistics retry-way none
      svc_supervisor levee-supervisor why I99
      postgres levee transport test none
      postgres levee contact add nobody --by mail --address x@example.com
      postgres levee contact add wu --by none --address x@example.com
      postgres levee contact remove wu --by none
      postgres levee person rename nobody Nobody
      postgres levee person seat nobody logistics
      postgres levee person remove nobody --yes
      postgres levee person return nobody --yes
      postgres levee person substitute nobody --for leader
      postgres levee channel add x --kind webhook --title X --transport none
      """
    ),
    (
      .data,
      """
      sun levee-monitoring evaluate feed DIR/bytes
      sun levee-monitoring fact I1 @DIR/bytes --source noc
      sun levee audit verify --checkpoint DIR/bytes
      sun levee playbook check DIR/bytes
      sun levee playbook import DIR/bytes --out DIR/x.md
      postgres levee playbook propose DIR/bytes --yes
      postgres levee employee import DIR/bytes
      postgres levee training import DIR/bytes
      wu levee-logistics resource import DIR/bytes
      wu levee-logistics contact import DIR/bytes
      chen levee roster import DIR/bytes --of monitoring
      chen levee drill check DIR/bytes
      chen levee drill pause Y1
      chen levee drill end Y1
      sun levee drill word Y1 x
      postgres levee setup DIR/bytes
      zhou levee-response statement I1 --renditions DIR/bytes
      zhou levee-response answers write I1 --text @DIR/question
      wang levee-leadership close I2 --yes
      wang levee-leadership decide I2 go
      wang levee-leadership receive I2
      wang levee-leadership record-meeting I2 --attendee wang --record r
      wang levee-leadership receive-report I1
      wang levee-leadership approve S2.1 --yes
      wang levee-leadership agree-to-stop I1 --yes
      zhou levee-response plan I2
      zhou levee-response acknowledge I2
      zhou levee-response receipt D1 --address https://example.com/
      zhou levee-response taken-down D1
      zhou levee-response retry D1
      zhou levee-response resume D1 --reason r
      wu levee-logistics certify I2 --yes
      wu levee-logistics report I1 text --yes
      he levee undo --yes
      """
    ),
    (
      .noPermission,
      """
      wu levee-leadership inbox
      wu levee incident report I3
      nobody_at_all levee incident list
      zhao levee-leadership declare-over I1 over --yes
      sun levee person add x --name X
      sun levee employee list
      sun levee drill start Y1
      zhou levee roster set monitoring sun --since 2027-02-01 --until 2027-02-02
      he levee training questions 1
      """
    ),
    (
      .unavailable,
      """
      sun levee incident list --database host=/nonexistent
      sun levee-monitoring inbox --database host=/nonexistent
      svc_supervisor levee-supervisor why I1 --database host=/nonexistent
      sun levee-monitoring ingest http://127.0.0.1:1/feed.xml --reach-private
      postgres levee transport test hook
      """
    ),
    (
      .cannotCreate,
      """
      sun levee incident report I1 --out DIR/bytes.md
      sun levee-monitoring brief I1 --kind flash --yes --out DIR/bytes.md
      sun levee attachment save E1 --out DIR/bytes.md
      sun levee playbook show 1 --out DIR/bytes.md
      sun levee playbook export 1 --out DIR/bytes.md
      sun levee evaluate I1 --out DIR/bytes.md
      sun levee roster export --out DIR/bytes.csv
      chen levee drill list --calendar DIR/bytes.md
      postgres levee employee export --out DIR/bytes.csv
      wu levee-logistics resource export --out DIR/bytes.csv
      wu levee-logistics contact export --out DIR/bytes.csv
      sun levee audit checkpoint --out DIR/none/x
      """
    ),
    (
      .configuration,
      """
      sun levee incident list --database dbname=there_is_none
      postgres levee doctor --database dbname=postgres
      postgres levee database install --yes
      """
    ),
  ]

  @Test func theSameMistakeHasTheSameExitCode() async throws {
    let house = try await House(at: .responding, clockRate: 1)
    let folder = "/tmp/levee-mistakes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func put(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: folder + "/" + name)) }
    for name in ["bytes", "bytes.md", "bytes.csv"] { try put(name, [0x7B, 0xFF, 0x08, 0x7B]) }
    try put("question", Array("Q: a question without an answer\n".utf8))
    try put("table.csv", Array("id,words\n1,The phone is dead\n".utf8))
    try await prepare(house, folder)
    for (code, lines) in Self.mistakes {
      var differing: [String] = []
      for line in lines.split(separator: "\n") {
        let words = line.replacing("DIR", with: folder).split(separator: " ").map(String.init)
        let said = try await Running.run(
          words[1], Array(words.dropFirst(2)) + ["--language", "en"],
          environment: ["PGUSER": words[0], "PGDATABASE": house.database.name, "HOME": folder])
        if said.code != code.rawValue { differing.append("\(line): \(said.code) \(said.output)") }
      }
      #expect(differing.isEmpty, "not \(code):\n\(differing.joined(separator: "\n"))")
    }
  }

  /// A text that waits for its review, one that is out, a message, a file, and a restricted incident.
  private func prepare(_ house: House, _ folder: String) async throws {
    _ = try await house.approvedStatement(["web"])
    try await house.database.run("zhou", .response, "select levee.send(1, 2, 1, '{web}', '{inside}')")
    try await house.deliver()
    for (person, line) in [
      ("zhou", "levee-response feedback add I1 When? --from customer"),
      ("zhou", "levee-response statement I1 --title t --body b --submit --text-language en"),
      ("sun", "levee attach I1 \(folder)/question"),
      ("sun", "levee-monitoring open Quiet --kind other --severity IV --restricted"),
      ("chen", "levee drill plan optus-2023 --at 2027-01-31T09:00:00Z --people sun"),
      ("postgres", "levee transport add hook --format slack --url http://127.0.0.1:1/"),
    ] {
      let words = line.split(separator: " ").map(String.init)
      let said = try await Running.run(
        words[0], Array(words.dropFirst()), environment: ["PGUSER": person, "PGDATABASE": house.database.name])
      try #require(said.code == 0, "\(line): \(said.output)")
    }
  }

  /// Each code has a line in the pages that list them.
  @Test func everyCodeIsInTheManualAndInThePages() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    for (page, language) in [("scripting.md", Language.english), ("scripting.zh-CN.md", .chinese)] {
      let text = try String(contentsOf: URL(filePath: root + "/docs/" + page), encoding: .utf8)
      for code in ExitCode.allCases {
        #expect(text.contains("| \(code.rawValue) | \(code.meaning[language]) |"), "\(page): \(code.rawValue)")
      }
    }
  }
}
