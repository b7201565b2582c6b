public import Papers
public import Wording
public import Workflow

/// One page of the plan for one post (职责卡): what it does in each step, by when, who stands in, whom it calls.
public struct RoleCard: Sendable {
  /// Something that a post does.
  public struct Act: Sendable {
    public let stage: Stage
    public let what: Bilingual
    /// At severities I to IV; "" where the playbook sets no time.
    public let within: [String]
    public let command: String
  }

  public let post: String
  public let title: Bilingual
  public let seats: Bilingual
  /// The same as the tables have them: `response:head`.
  public let codes: [String]
  public let answersFor: Bilingual
  /// Who stands in for this post, and for whom this post stands in.
  public let standIns: [Bilingual]
  public let standsInFor: [Bilingual]
  public let acts: [Act]
  /// The posts to call: who leads, who heads one's teams, who stands in.
  public let calls: [Bilingual]

  /// The cards of all posts of a version, in its order.
  public static func all(_ content: PlaybookContent) -> [RoleCard] {
    let posts = content["post"].sorted { ($0["position"]?.integer ?? 0) < ($1["position"]?.integer ?? 0) }
    func title(_ post: String) -> Bilingual {
      let row = posts.first { $0["post"]?.string == post }
      return Bilingual(row?["title_en"]?.string ?? post, row?["title_zh"]?.string ?? post)
    }
    return posts.map { row in
      let post = row["post"]?.string ?? ""
      let seats = (row["seats"]?.string ?? "").split(separator: " ").map(String.init)
      let standIns = content["post_stand_in"].filter { $0["post"]?.string == post }.compactMap {
        $0["stand_in"]?.string
      }
      let leads = posts.filter { other in
        let held = (other["seats"]?.string ?? "").split(separator: " ").map(String.init)
        return other["post"]?.string != post
          && held.contains {
            $0 == "leadership:leader"
              || ($0.hasSuffix(":head") && seats.contains($0.replacing(":head", with: ":member")))
          }
      }.compactMap { $0["post"]?.string }
      var calls = leads
      for standIn in standIns where !calls.contains(standIn) { calls.append(standIn) }
      return RoleCard(
        post: post, title: title(post),
        seats: Bilingual.list(
          seats.map { seat in PlanChoice.seats.first { $0.code == seat }?.name ?? Bilingual(same: seat) }),
        codes: seats,
        answersFor: Bilingual(row["answers_for_en"]?.string ?? "", row["answers_for_zh"]?.string ?? ""),
        standIns: standIns.map(title),
        standsInFor: content["post_stand_in"].filter { $0["stand_in"]?.string == post }.compactMap {
          $0["post"]?.string
        }.map(title),
        acts: RoleDuties.of(seats: seats, content), calls: calls.map(title))
    }
  }

  /// As a part of a document.
  public func blocks(_ language: Language) -> [Block] {
    [
      .heading(1, Bilingual("Role card: ", "职责卡：")[language] + title[language]),
      .definitions(definitions(language)),
      .table(Table(Self.heading(language), rows(language), whenEmpty: "")),
    ]
  }

  func definitions(_ language: Language) -> [Definition] {
    let none = Bilingual("nobody", "无")[language]
    func list(_ names: [Bilingual]) -> String { names.isEmpty ? none : Bilingual.list(names)[language] }
    return [
      Definition(Bilingual("Seats", "职务")[language], seats[language]),
      Definition(Bilingual("Answers for", "职责")[language], answersFor[language]),
      Definition(Bilingual("Stands in for you", "由谁代班")[language], list(standIns)),
      Definition(Bilingual("You stand in for", "为谁代班")[language], list(standsInFor)),
      Definition(Bilingual("You call", "联系谁")[language], list(calls)),
    ]
  }

  static func heading(_ language: Language) -> [String] {
    [Bilingual("Step", "步骤")[language], Bilingual("What you do", "要做什么")[language]] + Severity.allCases.map(\.rawValue)
      + [Bilingual("Command", "命令")[language]]
  }

  func rows(_ language: Language) -> [[String]] {
    acts.map { act in
      [act.stage.name[language], act.what[language]]
        + act.within.map { $0.isEmpty ? "—" : PlanSpan(iso: $0)?.text(language) ?? $0 } + [act.command]
    }
  }
}

/// Which seats do what, by which target, with which command: the duties of the workflow as a person of that seat meets them.
enum RoleDuties {
  /// Seats, stage, target, words, command. A seat `TEAM:*` is everybody of that team.
  private static let all: [(seats: [String], stage: Stage, target: String, what: Bilingual, command: String)] = [
    (["monitoring:*"], .assessing, "acknowledge", TargetText.name("acknowledge"), "levee-monitoring open"),
    (["monitoring:*"], .assessing, "assess", TargetText.name("assess"), "levee-monitoring assess"),
    (
      ["leadership:leader", "leadership:deputy"], .commanding, "report_up", TargetText.name("report_up"),
      "levee-leadership receive"
    ),
    (
      ["leadership:leader", "leadership:deputy"], .commanding, "command", DutyKind.decide.name,
      "levee-leadership decide"
    ),
    (["leadership:leader"], .commanding, "command", TargetText.name("command"), "levee-leadership command"),
    (
      ["monitoring:head", "response:head", "logistics:head"], .commanding, "acknowledge_command",
      TargetText.name("acknowledge_command"), "levee-TEAM acknowledge"
    ),
    (["response:*"], .planning, "plan", TargetText.name("plan"), "levee-response plan"),
    (["logistics:*"], .planning, "ready", TargetText.name("ready"), "levee-logistics certify"),
    (["leadership:*"], .planning, "review_plan", TargetText.name("review_plan"), "levee-leadership examine"),
    (["response:*"], .responding, "first_statement", TargetText.name("first_statement"), "levee-response statement"),
    (
      ["leadership:*"], .responding, "review_statement", TargetText.name("review_statement"), "levee-leadership examine"
    ),
    (["response:*"], .responding, "update", TargetText.name("update"), "levee-response statement"),
    (["response:*"], .responding, "correction", TargetText.name("correction"), "levee-response statement"),
    (["response:*"], .responding, "feedback_reply", TargetText.name("feedback_reply"), "levee-response reply"),
    (
      ["response:*"], .responding, "feedback_resolution", TargetText.name("feedback_resolution"),
      "levee-response resolve"
    ),
    (
      ["monitoring:*"], .responding, "", Bilingual("watch how it goes on, and say so", "跟踪事态变化，及时报告"),
      "levee-monitoring brief"
    ),
    (["logistics:*"], .responding, "reach", TargetText.name("reach"), "levee-logistics inbox"),
    (["leadership:leader"], .responding, "", DutyKind.declareOver.name, "levee-leadership declare-over"),
    (["logistics:head"], .reviewing, "report", DutyKind.standDown.name, "levee-logistics report"),
    (
      ["monitoring:head", "response:head", "logistics:head"], .reviewing, "report", TargetText.name("report"),
      "levee-TEAM report"
    ),
    (
      ["leadership:leader", "leadership:deputy"], .reviewing, "after_action", DutyKind.reviewIncident.name,
      "levee-leadership review"
    ),
    (["leadership:leader"], .reviewing, "after_action", TargetText.name("after_action"), "levee-leadership close"),
  ]

  static func of(seats: [String], _ content: PlaybookContent) -> [RoleCard.Act] {
    all.compactMap { duty in
      guard
        let held = seats.first(where: { seat in
          duty.seats.contains { $0 == seat || ($0.hasSuffix(":*") && seat.hasPrefix($0.dropLast())) }
        })
      else { return nil }
      let within = PlanChoice.severities.map { severity in
        content["target"].first { $0["name"]?.string == duty.target && $0["severity"]?.string == severity.code }?[
          "within"]?.string ?? ""
      }
      let team = String(held.prefix { $0 != ":" })
      return RoleCard.Act(
        stage: duty.stage, what: duty.what, within: within, command: duty.command.replacing("TEAM", with: team))
    }
  }
}
