import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Papers
import Plan
import Wording
import Workflow

/// `levee who`: who holds which post and seat, who stands in, how each is reached, who is on duty. With `--out` it is the address
/// list that belongs to the plan as an annex; it is no part of a version, and is published nowhere by itself.
enum WhoCommand {
  static let who = Command(
    "who", "联系人",
    Bilingual("who holds which post, who stands in, how they are reached, who is on duty", "查岗位、代班人、联系方式和当前值班"),
    [
      .positional(
        "WHOM", Bilingual("a team, a post of the plan, or a name; without it, all", "小组、岗位或姓名；不写则列出全部"),
        required: false,
        repeats: true), .paper,
    ], as: .reader, to: .show
  ) { invocation in
    let playbook = try await PlaybookPage.version(invocation)
    let posts = PlanPost.all(try await PlaybookPage.content(playbook.version, invocation.ledger))
    let entries = try await invocation.ledger.directory.entries()
    let substitutes = try await invocation.ledger.people.substitutes()
    let lines = entries.map { Line($0, posts: posts, among: entries, substitutes: substitutes) }
    let wanted = invocation.all("WHOM").joined(separator: " ")
    let shown = wanted.isEmpty ? lines : lines.filter { $0.answers(to: wanted) }
    guard !shown.isEmpty else {
      throw Failure(
        .noInput, Bilingual("Nobody of that team, post or name has a seat.", "没有这个小组、岗位或姓名的在岗人员。"),
        advice: Bilingual("See all: levee who", "查看全部：levee who"))
    }
    if invocation["out"] != nil {
      let company = try await invocation.ledger.company.read()
      return try await PaperReply.reply(
        document(shown, invocation.language, company?.name(in: invocation.language) ?? ""), invocation)
    }
    return Reply(tables: [table(shown)])
  }

  /// One person, with what follows from the plan.
  private struct Line {
    let entry: Directory.Entry
    let posts: [PlanPost]
    let standIns: [String]

    init(_ entry: Directory.Entry, posts all: [PlanPost], among entries: [Directory.Entry], substitutes: [String]) {
      self.entry = entry
      let held = all.filter { !$0.seats.isEmpty && $0.seats.isSubset(of: entry.seats) }
      // Whoever holds a post of more seats holds no mere part of it.
      posts = held.filter { post in !held.contains { post.seats.isStrictSubset(of: $0.seats) } }
      let codes = posts.flatMap(\.standIns)
      let byPost = all.filter { codes.contains($0.code) }.flatMap { post in
        entries.filter { post.seats.isSubset(of: $0.seats) }
      }
      // Standing substitutes are of seats of leadership.
      let bySeat = substitutes.compactMap { substitute -> Directory.Entry? in
        let parts = substitute.split(separator: ":").map(String.init)
        guard parts.count == 2, entry.seats.contains("leadership:" + parts[0]) else { return nil }
        return entries.first { $0.handle == parts[1] }
      }
      var names: [String] = []
      for one in bySeat + byPost where one.handle != entry.handle && !names.contains(one.name) {
        names.append(one.name)
      }
      standIns = names
    }

    func answers(to typed: String) -> Bool {
      let typed = typed.lowercased()
      func means(_ words: Bilingual) -> Bool {
        words.english.lowercased() == typed || words.chinese.lowercased() == typed
      }
      let teams = Team.working.filter { $0.rawValue == typed || means($0.name) || means($0.word) }
      if !teams.isEmpty { return entry.seats.contains { seat in teams.contains { seat.hasPrefix($0.rawValue + ":") } } }
      return posts.contains { $0.code == typed || means($0.title) } || entry.handle == typed
        || entry.name.lowercased().contains(typed) || entry.seats.contains { $0 == typed || means(PlanPost.seat($0)) }
    }

    var postNames: Bilingual { posts.isEmpty ? Bilingual(same: "") : .list(posts.map(\.title)) }
    var seatNames: Bilingual { .list(entry.seats.map(PlanPost.seat)) }
    var now: Bilingual {
      entry.isAway
        ? Bilingual("away", "不在岗") : entry.onDuty.isEmpty ? Bilingual(same: "") : Bilingual("on duty", "值班中")
    }
  }

  private static func table(_ lines: [Line]) -> Reply.Table {
    func list(_ texts: [String]) -> Cell {
      .values(
        .array(texts.map(JSONValue.string)),
        texts.isEmpty ? Bilingual(same: "") : .list(texts.map { Bilingual(same: $0) }))
    }
    return Reply.Table(
      "people",
      columns: [
        ("person", Bilingual("Login", "账号")), ("name", Bilingual("Name", "姓名")), ("posts", Bilingual("Post", "岗位")),
        ("seats", Bilingual("Seats", "职务")), ("stand_ins", Bilingual("Stands in", "代班人")),
        ("reached", Bilingual("Reached by", "联系方式")), ("state", Bilingual("Now", "当前")),
      ],
      rows: lines.map { line in
        [
          .code(line.entry.handle), .text(line.entry.name),
          .values(.array(line.posts.map { .string($0.code) }), line.postNames),
          .values(.array(line.entry.seats.map(JSONValue.string)), line.seatNames), list(line.standIns),
          list(line.entry.reached),
          .values(
            .object([
              "away": .bool(line.entry.isAway), "on_duty": .array(line.entry.onDuty.map { .string($0.rawValue) }),
            ]), line.now),
        ]
      })
  }

  private static func document(_ lines: [Line], _ language: Language, _ company: String) -> Document {
    Document(
      title: Bilingual("Address list of the plan", "预案附件：通讯录")[language], language: language,
      subtitle: Bilingual("Annex; as of today, and no part of a version", "附件，以当日为准，不属于任何一版预案")[language],
      issuer: company, confidentiality: Bilingual("Internal: personal data", "内部，含个人信息")[language], date: Date(),
      blocks: [
        .table(
          Table(
            [
              Bilingual("Name", "姓名"), Bilingual("Post", "岗位"), Bilingual("Seats", "职务"), Bilingual("Stands in", "代班人"),
              Bilingual("Reached by", "联系方式"),
            ].map { $0[language] },
            lines.map { line in
              [
                line.entry.name, line.postNames[language], line.seatNames[language],
                line.standIns.joined(separator: Bilingual(", ", "、")[language]),
                line.entry.reached.joined(separator: "\n"),
              ]
            }, whenEmpty: ""))
      ])
  }
}
