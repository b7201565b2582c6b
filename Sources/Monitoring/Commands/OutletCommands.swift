import CommandLine
import Desk
import Ledger
import Wording
import Workflow

/// The company's list of outlets: who is heard how far.
enum OutletCommands {
  static let add = Command(
    "outlet add", "添加媒体", Bilingual("put a paper, station or site on the list, or change its rank", "将媒体列入名单，或修改其级别"),
    [
      .positional("NAME", Bilingual("its name, as mentions have it as source or author", "名称，与信息的来源或作者一致")),
      .option(
        "rank", "RANK", Bilingual("how far it is heard", "级别"), required: true,
        choices: .of(OutletRank.allCases)),
      .option("site", "HOST", Bilingual("whose pages are its, such as example.com", "其网站域名，例如 example.com")),
    ]
  ) { invocation in
    guard let rank = OutletRank(rawValue: try invocation.value("rank")) else { return Reply() }
    try await invocation.ledger.outlets.put(
      try invocation.value("NAME").trimmingCharacters(), host: host(invocation["site"] ?? ""), rank: rank)
    return Reply(
      Bilingual("On the list; what it carries counts from now on.", "已列入名单；此后其报道计入波及范围。"))
  }

  /// As people copy it out of a browser.
  private static func host(_ typed: String) -> String {
    var host = typed.lowercased().trimmingCharacters()
    if let scheme = host.firstRange(of: "://") { host = String(host[scheme.upperBound...]) }
    if host.hasPrefix("www.") { host.removeFirst(4) }
    return host.hasSuffix("/") ? String(host.dropLast()) : host
  }

  static let list = Command("outlet list", "媒体名单", Bilingual("which outlets are heard how far", "媒体名单与级别"), to: .show) {
    invocation in
    let outlets = try await invocation.ledger.outlets.list()
    return Reply(
      tables: [
        Reply.Table(
          "outlets",
          columns: [
            ("name", Bilingual("Name", "名称")), ("rank", Bilingual("Rank", "级别")), ("site", Bilingual("Site", "网站")),
          ],
          rows: outlets.map { [.text($0.name), .named($0.rank.rawValue, $0.rank.name), .text($0.host)] },
          whenEmpty: Bilingual(
            "The list is empty: levee-monitoring outlet add NAME --rank national",
            "名单为空：levee-monitoring outlet add 名称 --rank national"))
      ])
  }

  static let remove = Command(
    "outlet remove", "移除媒体", Bilingual("take an outlet off the list", "将媒体移出名单"),
    [.positional("NAME", Bilingual("its name", "名称"))]
  ) { invocation in
    let name = try invocation.value("NAME")
    guard try await invocation.ledger.outlets.remove(name) else {
      throw Failure(
        .noInput, Bilingual("\"\(name)\" is not on the list.", "名单中没有“\(name)”。"),
        advice: Bilingual("See: levee-monitoring outlet list", "请查看：levee-monitoring outlet list"))
    }
    return Reply(Bilingual("Off the list.", "已移出名单。"))
  }
}
