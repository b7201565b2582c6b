import CommandLine
import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Wording
import Workflow

/// A text under review, for whoever approves it on a phone: exactly what goes out where, what changed, what it rests on, who has said
/// what; and the two answers.
struct TextPage {
  private let sheet: Sheet

  init(_ sheet: Sheet) { self.sheet = sheet }

  func answer(_ reference: Reference) async throws -> Server.Answer {
    let teams = sheet.visitor.person.teams
    let team = teams.contains(.leadership) ? Team.leadership : teams.first ?? .staff
    // Of somebody in two teams the one that approves: another sees less of a text under review.
    let ledger = await sheet.visitor.ledger(team, teams.isEmpty ? .reader : .team)
    let revision = try await ledger.documents.read(reference)
    let number = revision.reference.revision ?? 1
    let before =
      number > 1
      ? try? await ledger.documents.read(Reference(reference.kind, reference.number, revision: number - 1)) : nil
    let incident = try await ledger.incidents.find(revision.incident)
    let places =
      reference.kind == .statement && !revision.channels.isEmpty
      ? try? await ledger.deliveries.fitting(revision.reference, channels: revision.channels) : nil
    let title = revision.reference.called[sheet.language]
    let names = (try? await sheet.visitor.ledger(.staff, .everyone).people.names()) ?? [:]
    var main: [Markup] = [
      .heading(1, title),
      .element("p", ["class": "lead"], head(revision, incident, by: names[revision.author] ?? revision.author)),
    ]
    main += state(revision)
    main += revision.pieces.map { piece in
      self.piece(piece, places?.filter { $0.rendition == piece.name }.compactMap(\.channel) ?? [], before, revision)
    }
    main += facts(revision) + reviews(revision) + proposals(revision)
    if teams.contains(.leadership) { main += try await actions(revision, ledger) }
    main.append(.element("p", ["class": "small"], [.link("/", sheet.say("To what waits for you", "回到我的待办"))]))
    return sheet.page(title, main, isExercise: incident.isExercise)
  }

  private func head(_ revision: Documents.Revision, _ incident: Incidents.Summary, by author: String) -> [Markup] {
    [
      .element("span", ["class": "level " + incident.severity.rawValue], [.text(incident.severity.rawValue)]),
      .text(" "),
      .link("/incident/\(incident.reference)", "\(incident.reference) \(incident.title)"),
      .text(sheet.say(" · by \(author) · ", " · 作者：\(author) · ")),
    ] + sheet.reply.inline(.time(revision.at))
  }

  /// How far its approval is, where it goes with the last one, and until when it stands.
  private func state(_ revision: Documents.Revision) -> [Markup] {
    var lines: [String] = []
    let approvals = revision.reviews.filter { $0.verdict == .approve }.count
    if revision.isVoid {
      lines.append(sheet.say("Its approval stands no more.", "批准已失效，须重新报审。"))
    } else if revision.isApproved {
      lines.append(sheet.say("It is approved.", "已批准。"))
    } else if revision.isDiscarded {
      lines.append(sheet.say("It is a draft that was discarded.", "草稿，已作废。"))
    } else if revision.digest == nil {
      lines.append(sheet.say("It is a draft, not handed in.", "草稿，未报审。"))
    } else {
      let legal = revision.legalNeeded ? sheet.say(", legal among them", "，须含法务") : ""
      lines.append(
        sheet.say(
          "\(approvals) of \(revision.reviewsNeeded) approvals are there\(legal).",
          "需 \(revision.reviewsNeeded) 人批准\(legal)，已有 \(approvals) 人。"))
    }
    if !revision.channels.isEmpty, !revision.isApproved {
      lines.append(
        sheet.say(
          "With the last approval it goes to \(revision.channels.joined(separator: ", ")).",
          "批准齐备后发往：\(revision.channels.joined(separator: "、"))。"))
    }
    var all: [Markup] = [.element("p", ["class": "note"], lines.flatMap { [.text($0 + " ")] })]
    if let expires = revision.expiresAt {
      all.append(
        .element("p", [:], [.text(sheet.say("Approved until ", "批准有效期至 "))] + sheet.reply.inline(.time(expires))))
    }
    return all
  }

  /// In which language, for what kind of channel and for whom, as people say it.
  private func words(_ piece: Documents.Piece) -> [String] {
    let kind = ChannelKind(rawValue: piece.channelKind)?.name[sheet.language] ?? piece.channelKind
    func word(_ value: String, _ choices: [Choice]) -> String {
      choices.first { $0.value == value }?.name[sheet.language] ?? value
    }
    return [word(piece.language, .languages), kind, word(piece.audience, .audiences)].filter { !$0.isEmpty }
  }

  /// One piece as it will stand there: its title, its words with every character seen, how long it is, what changed.
  private func piece(
    _ piece: Documents.Piece, _ channels: [String], _ before: Documents.Revision?, _ revision: Documents.Revision
  ) -> Markup {
    let where_ = channels.isEmpty ? "" : " → " + channels.joined(separator: sheet.say(", ", "、"))
    var all: [Markup] = [
      .heading(2, DocumentReply.label(piece.name)[sheet.language] + where_),
      .paragraph(
        (words(piece) + [
          sheet.say("\(piece.text.count) signs", "\(piece.text.count) 字")
        ]).joined(separator: " · "), class: "small"),
      .tagged(
        "div", [("class", "text exact"), ("dir", "auto")] + (piece.language.isEmpty ? [] : [("lang", piece.language)]),
        (piece.title.isEmpty ? [] : [.heading(3, SafeText.exact(piece.title))]) + [.text(SafeText.exact(piece.body))]),
    ]
    if let before {
      let old = before.pieces.first { $0.name == piece.name }?.text ?? ""
      if old == piece.text {
        all.append(
          .paragraph(sheet.say("Unchanged since \(before.reference).", "与 \(before.reference) 相同。"), class: "small"))
      } else {
        all.append(
          .element(
            "details", ["open": "open"],
            [
              .element(
                "summary", [:],
                [.text(sheet.say("What changed since \(before.reference)", "与 \(before.reference) 相比的改动"))])
            ] + [
              sheet.reply.fields([
                Reply.Field(
                  "change", Bilingual("Struck: gone; marked: new", "划线为删去，着色为新增"),
                  .comparison(before: old, after: piece.text))
              ])
            ]))
      }
    }
    return .element("section", ["class": "piece"], all)
  }

  private func facts(_ revision: Documents.Revision) -> [Markup] {
    guard !revision.facts.isEmpty else {
      return revision.reference.kind == .statement
        ? [.heading(2, sheet.say("It cites no fact", "没有引用情况"))] : []
    }
    return [
      .heading(2, sheet.say("What it rests on", "依据")),
      .element(
        "ul", [:],
        revision.facts.map { fact in
          .element(
            "li", [:],
            [
              .element("code", [:], [.text(fact.reference.description)]), .text(" "),
              .element("span", ["class": fact.reliability.rawValue], [.text(fact.reliability.name[sheet.language])]),
              .text(sheet.say(": ", "：")), .element("span", ["dir": "auto"], [.text(fact.claim)]),
            ])
        }),
    ]
  }

  private func reviews(_ revision: Documents.Revision) -> [Markup] {
    guard !revision.reviews.isEmpty else { return [] }
    return [
      .heading(2, sheet.say("Who has said what", "审核意见")),
      .element(
        "ul", [:],
        revision.reviews.map { review in
          .element(
            "li", [:],
            [
              .text(
                review.person + sheet.say(": ", "：") + review.verdict.name[sheet.language]
                  + (review.isSigned ? sheet.say(", signed", "，已签名") : "")),
              .text(review.reason.isEmpty ? " · " : sheet.say(", ", "，") + review.reason + " · "),
            ] + sheet.reply.inline(.time(review.at)))
        }),
    ]
  }

  private func proposals(_ revision: Documents.Revision) -> [Markup] {
    revision.proposals.map { proposal in
      .element(
        "details", [:],
        [
          .element(
            "summary", [:], [.text(sheet.say("Words that \(proposal.person) proposes", "\(proposal.person) 建议的文字"))]),
          .element("div", ["class": "text", "dir": "auto"], [.text(proposal.piece.text)]),
        ])
    }
  }

  /// Approve, hold, return, propose: each is the command's own step, and the database says who may.
  private func actions(_ revision: Documents.Revision, _ ledger: Ledger) async throws -> [Markup] {
    let isOpen = revision.digest != nil && !revision.isApproved && !revision.isVoid && !revision.isDiscarded
    let own = revision.author == sheet.visitor.person.handle
    let hasSpoken = revision.reviews.contains { $0.person == sheet.visitor.person.handle }
    guard isOpen, !own, !hasSpoken else {
      return own && isOpen
        ? [.paragraph(sheet.say("You wrote it: others review it.", "您是作者，由其他人审核。"), class: "small")] : []
    }
    let text = revision.reference.description
    let hold: [FormField] =
      revision.channels.isEmpty
      ? []
      : [FormField("hold", label: sheet.say("Approve, but hold it: somebody sends it", "只批准，暂不发布，由他人发布"), kind: .flag)]
    let signing = try await Passkeys(sheet).signing(revision.reference, ledger)
    return [
      .element(
        "section", ["class": "actions"],
        [.heading(2, sheet.say("Your answer", "您的意见"))] + signing.note + [
          FormMarkup(
            "/do/leadership/approve", isPosted: true,
            hold + [.hidden("TEXT", text), .hidden("_meant", "yes")] + signing.fields + sheet.formOwn(),
            button: sheet.say("Approve \(text) exactly as it stands", "批准 \(text)，一字不改"), language: sheet.language,
            look: "go",
            mark: "a"
          ).markup,
          .element(
            "details", [:],
            [
              .element("summary", [:], [.text(sheet.say("Return it with a reason", "退回修改"))]),
              FormMarkup(
                "/do/leadership/return", isPosted: true,
                [
                  FormField("reason", label: sheet.say("What has to change", "需要修改的内容"), kind: .text, isRequired: true),
                  .hidden("TEXT", text),
                ] + sheet.formOwn(), button: sheet.say("Return \(text)", "退回 \(text)"), language: sheet.language,
                look: "return", mark: "r"
              ).markup,
            ]),
          .element(
            "p", [:],
            [.link("/do/leadership/propose?TEXT=\(text)", sheet.say("Propose other words", "建议修改文字"))]),
        ])
    ]
  }
}
