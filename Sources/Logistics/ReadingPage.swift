import Desk
import FoundationEssentials
import HTTPServer
import Ledger
import Pages
import Papers
import Plan
import Service
import Wording
import Workflow

/// The page behind a link with a code: what somebody has to read, and a button that says that they have.
///
/// Looking at it, as mail scanners do, uses nothing up: only what is posted counts. Its session may do nothing else in the house.
struct ReadingPage: Sendable {
  /// Has the rights of a code's owner, and no others.
  let ledger: Ledger
  static let path = "/read/"

  /// A code is 64 hexadecimal digits: anything else is not even looked up.
  private static func code(_ path: String) -> String? {
    guard path.hasPrefix(Self.path) else { return nil }
    let code = path.dropFirst(Self.path.count)
    return code.utf8.count == 64 && code.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      ? String(code) : nil
  }

  /// The page of a path; nil when there is none.
  func page(_ path: String) async -> Server.Answer? {
    guard path.hasPrefix(Self.path) else { return nil }
    guard let code = Self.code(path) else { return Self.said(.unknown, nil) }
    do {
      let (link, text) = try await ledger.playbookReadings.look(at: code)
      guard let text, link.state == .open || link.state == .used else { return Self.said(link.state, link.language) }
      return Server.Answer(type: Self.type, Self.written(link, text))
    } catch {
      return Self.away
    }
  }

  /// What became of a button that was pressed; nil when there is no such page.
  func take(_ posted: Server.Posted) async -> Server.Answer? {
    guard posted.path.hasPrefix(Self.path) else { return nil }
    guard let code = Self.code(posted.path) else { return Self.said(.unknown, nil) }
    do {
      let link = try await ledger.playbookReadings.look(at: code).link
      return Self.said(try await ledger.playbookReadings.acknowledge(code: code), link.language, isPosted: true)
    } catch {
      return Self.away
    }
  }

  private static let type = "text/html; charset=utf-8"
  private static let away = Server.Answer(
    status: 503, type: type,
    plain(Bilingual("This is not possible at the moment. Please try again later.", "暂时无法办理，请稍后再试。"), nil))

  private static func said(
    _ state: PlaybookReadings.LinkState, _ language: Language?, isPosted: Bool = false
  ) -> Server.Answer {
    let (status, words): (Int, Bilingual) =
      switch state {
      case .open: (200, Bilingual("Thank you. It is on record that you have read it.", "谢谢，已登记您的阅知确认。"))
      case .used:
        (200, Bilingual("It is on record already that you have read it. Thank you.", "您的阅知确认已登记过，谢谢。"))
      case .expired:
        (410, Bilingual("This link has run out. A new one comes with the next reminder.", "链接已过期，下次提醒会发送新的链接。"))
      case .over: (410, Bilingual("There is nothing to read here any more.", "此链接已不需要办理。"))
      case .busy:
        (429, Bilingual("Too many unknown links were tried. Please try again in a minute.", "尝试次数过多，请一分钟后再试。"))
      case .unknown:
        (404, Bilingual("There is no such link. Please use the one in your newest message.", "没有这个链接，请使用最近一条消息中的链接。"))
      }
    return Server.Answer(status: status, type: type, plain(words, isPosted || language != nil ? language : nil))
  }

  /// One sentence; in both languages where it is not known who reads it.
  private static func plain(_ words: Bilingual, _ language: Language?) -> String {
    let sentences = language.map { [words[$0]] } ?? [words.chinese, words.english]
    return """
      <!DOCTYPE html>
      <html lang="\((language ?? .chinese).rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
      <title>Levee</title></head><body>\(sentences.map { "<p>" + SafeText.html($0) + "</p>" }.joined())</body></html>

      """
  }

  /// The whole plan with its button.
  static func written(_ link: PlaybookReadings.Link, _ text: PlaybookReadings.Text) -> String {
    let language = link.language
    func words(_ english: String, _ chinese: String) -> Markup { .text(Bilingual(english, chinese)[language]) }
    let button: Markup =
      link.state == .used
      ? .element("p", [:], [words("You have confirmed that you have read it.", "您已确认阅知。")])
      : .element(
        "form", ["method": "post"],
        [.element("button", ["type": "submit"], [words("I have read this", "我已阅读并知悉")])])
    return PlanPage.html(
      PlanEdition(
        content: text.content, version: link.version, company: text.company,
        approval: (text.approvedAt, text.approvedBy),
        nextReview: nil),
      language,
      opening: [
        .element(
          "p", [:],
          [
            words(
              "\(link.name), this is the company's plan for a crisis of public opinion. Leadership approved it. Please read it, and say so at its end.",
              "\(link.name)：这是公司的舆情危机预案，已由领导小组批准。请阅读，并在页末确认。")
          ])
      ], closing: [.element("div", ["class": "answer"], [button])])
  }
}
