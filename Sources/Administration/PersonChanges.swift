import CommandLine
import Desk
import Ledger
import Wording

/// What changes about people who are here: a name, a seat; who goes, and who comes back.
enum PersonChanges {
  private static let handle = Parameter.positional("HANDLE", Bilingual("the login", "账号"))

  /// What the house lacks once somebody is gone.
  static let removal = Confirmation(Bilingual("Take this login away?", "确认停用这个账号？")) { invocation in
    let person = try await known(invocation)
    let gap = try await invocation.ledger.people.gap(without: person.handle)
    func list(_ name: String, _ label: Bilingual, _ words: [String]) -> Reply.Field? {
      words.isEmpty ? nil : Reply.Field(name, label, .code(words.joined(separator: ", ")))
    }
    let fields = [
      list("seats", Bilingual("Nobody else holds", "将空缺的职务"), gap.seats),
      list("substitutes", Bilingual("Nobody else stands in for", "将没有代班人的职务"), gap.substitutes),
      list("ways", Bilingual("No longer used to reach them", "将停用的联系方式"), gap.ways),
      list("duties", Bilingual("Left undone", "尚未完成的待办"), gap.duties),
    ]
    return Reply(
      fields: [
        Reply.Field("person", Bilingual("Person", "人员"), .text("\(person.displayName) (\(person.handle))")),
        Reply.Field("has", Bilingual("Seats", "职务"), .code(person.seats.joined(separator: " "))),
      ] + fields.compactMap { $0 })
  }

  static let bringBack = Command(
    "person return", "恢复人员", Bilingual("the same person comes back under their login", "本人回来，恢复原账号"),
    [handle], as: .administrator,
    confirmation: Confirmation(Bilingual("Is it the same person?", "确认是本人吗？")) { invocation in
      let handle = try invocation.value("HANDLE")
      guard let person = try await invocation.ledger.people.list().first(where: { $0.handle == handle }) else {
        throw unknown(handle)
      }
      return Reply(
        fields: [Reply.Field("person", Bilingual("Person", "人员"), .text("\(person.displayName) (\(person.handle))"))])
    }
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    guard try await invocation.ledger.people.list().contains(where: { $0.handle == handle }) else {
      throw unknown(handle)
    }
    try await invocation.ledger.people.bringBack(handle: handle)
    return Reply(
      Bilingual(
        "\(handle) can log in again, and has no seat. Give one with: levee person seat \(handle) TEAM:SEAT",
        "\(handle) 可以重新登录，目前没有职务。请用 levee person seat \(handle) 小组:职务 安排。"))
  }

  static let rename = Command(
    "person rename", "人员改名", Bilingual("change the name that people read", "修改显示姓名"),
    [handle, .positional("NAME", Bilingual("the new name", "新姓名"))], as: .administrator
  ) { invocation in
    let handle = try invocation.value("HANDLE")
    let name = try invocation.value("NAME")
    guard try await invocation.ledger.people.rename(handle: handle, to: name) else { throw unknown(handle) }
    return Reply(Bilingual("\(handle) is called \(name) now.", "\(handle) 现在显示为“\(name)”。"))
  }

  static let seat = Command(
    "person seat", "安排职务", Bilingual("give a person a seat, or take one away", "安排或免去职务"),
    [
      handle,
      .positional(
        "TEAM[:SEAT]", Bilingual("a team and the seat in it, as in person add", "小组与职务，写法同 person add")),
      .flag("no-longer", Bilingual("take it away instead", "改为免去")),
    ], as: .administrator
  ) { invocation in
    let person = try await known(invocation)
    let typed = try PersonCommands.seats([try invocation.value("TEAM[:SEAT]")])[0]
    var seats = try PersonCommands.seats(person.seats)
    if invocation.has("no-longer") {
      guard let place = seats.firstIndex(where: { $0 == typed }) else {
        throw Failure(
          .noInput,
          Bilingual(
            "\(person.handle) is not \(typed.team):\(typed.seat).", "\(person.handle) 没有担任 \(typed.team):\(typed.seat)。"
          ),
          advice: Bilingual("See: levee person list", "请查看：levee person list"))
      }
      seats.remove(at: place)
    } else {
      // One rank in a team; legal is held besides.
      seats.removeAll { $0.team == typed.team && ($0.seat == "legal") == (typed.seat == "legal") }
      seats.append(typed)
    }
    let proposal = try await invocation.ledger.people.change(
      handle: person.handle, displayName: person.displayName, teams: seats.map(\.team), seats: seats.map(\.seat),
      language: person.language)
    let now = seats.map { "\($0.team):\($0.seat)" }.joined(separator: " ")
    return Reply(
      proposal == nil
        ? Bilingual(
          "\(person.handle) has these seats now: \(now.isEmpty ? "none" : now)",
          "\(person.handle) 现在的职务：\(now.isEmpty ? "无" : now)")
        : Bilingual("This is proposed.", "已提出。") + PersonCommands.proposed(proposal),
      values: ["proposal": proposal.map(JSONValue.integer) ?? .null])
  }

  /// The person of the line, who is here.
  private static func known(_ invocation: Invocation) async throws -> People.Person {
    let handle = try invocation.value("HANDLE")
    guard let person = try await invocation.ledger.people.list().first(where: { $0.handle == handle && !$0.isRemoved })
    else { throw unknown(handle) }
    return person
  }

  private static func unknown(_ handle: String) -> Failure {
    Failure(
      .noInput,
      Bilingual("\(handle) is no person of this house.", "\(handle) 不是本公司在 Levee 中的人员。"),
      advice: Bilingual("See: levee person list", "请查看：levee person list"))
  }
}
