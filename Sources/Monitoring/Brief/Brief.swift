import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Wording
import Workflow

/// The daily brief of an incident (舆情简报): how it stands, what is said and by whom, what is known and what is not. As
/// Markdown for a chat or a mail, as HTML for a page that prints. What people wrote is escaped in both.
struct Brief {
  let incident: Incidents.Summary
  let proposal: SeverityProposal
  let facts: [Facts.Fact]
  let language: Language

  private var picture: Pictures.Picture { proposal.picture }

  var title: String {
    let mark = Bilingual.drillMark(of: incident.isExercise)[language]
    let head = Bilingual("Brief on \(incident.reference)", "\(incident.reference) 舆情简报")[language]
    return mark + head + Bilingual(": ", "：")[language] + SafeText.line(incident.title)
  }

  /// One part: a heading, and what stands under it.
  private enum Part {
    case list([String])
    case table(heading: [String], rows: [[String]])
    case chart
  }

  private func words(_ text: Bilingual) -> String { text[language] }

  private var parts: [(heading: String, part: Part)] {
    var parts: [(heading: String, part: Part)] = [
      (words(Bilingual("How it stands", "总体情况")), standing),
      (words(Bilingual("Mentions over time", "传播趋势")), .chart),
      (words(Bilingual("What is said", "主要话题")), stories),
      (words(Bilingual("Who says it", "主要来源")), sources),
      (words(Bilingual("First account, and those who carry it on", "首发账号与传播节点")), voices),
      (words(Bilingual("What is known", "事实台账")), knownFacts),
      (words(Bilingual("Severity, factor by factor", "等级因素")), factors),
    ]
    let questions = AssessmentDraft(proposal: proposal, language: language).questions.map { $0[language] }
    if !questions.isEmpty { parts.append((words(Bilingual("Open questions", "尚待查明")), .list(questions))) }
    return parts
  }

  private var standing: Part {
    .list([
      words(Bilingual("Stage: \(incident.stage.name.english)", "阶段：\(incident.stage.name.chinese)")),
      words(Bilingual("Severity: \(incident.severity.name.english)", "等级：\(incident.severity.name.chinese)")),
      words(Bilingual("Kind: \(incident.kind.name.english)", "类型：\(incident.kind.name.chinese)")),
      words(
        Bilingual(
          "Mentions: \(picture.mentions) in \(picture.sources) sources, \(picture.negative) negative, \(picture.positive) positive",
          "提及：\(picture.sources) 个来源共 \(picture.mentions) 条，负面 \(picture.negative) 条，正面 \(picture.positive) 条")),
      words(proposal.trend.sentence),
      words(Bilingual("As of \(TimeFormat.local(incident.now))", "截至 \(TimeFormat.local(incident.now))")),
    ])
  }

  private var stories: Part {
    .table(
      heading: [
        words(Bilingual("Story", "话题")), words(Bilingual("Copies", "份数")), words(Bilingual("Sources", "来源数")),
        words(Bilingual("First seen", "首次出现")),
      ],
      rows: picture.stories.map {
        [
          Columns.cut(SafeText.line($0.line), to: 160), "\($0.copies)", "\($0.sources)",
          TimeFormat.local($0.firstSeen),
        ]
      })
  }

  private var sources: Part {
    .table(
      heading: [words(Bilingual("Source", "来源")), words(Bilingual("Mentions", "提及"))],
      rows: picture.topSources.map { [SafeText.line($0.source), "\($0.mentions)"] })
  }

  private var voices: Part {
    .table(
      heading: VoiceTable.columns.map { words($0.title) },
      rows: VoiceTable.accounts(picture.voices).map { role, account in
        [
          words(role), SafeText.line(account.author), SafeText.line(account.source), TimeFormat.local(account.first),
          "\(account.mentions)", account.audience.followers.map(String.init) ?? words(VoiceTable.unknown),
          account.audience.reposts.map(String.init) ?? words(VoiceTable.unknown),
        ]
      })
  }

  private var knownFacts: Part {
    .table(
      heading: [words(Bilingual("Fact", "事实")), words(Bilingual("State", "状态")), words(Bilingual("Source", "来源"))],
      rows: facts.map { [SafeText.line($0.claim), words($0.reliability.name), SafeText.line($0.source)] })
  }

  private var factors: Part {
    .table(
      heading: [words(Bilingual("Factor", "因素")), "0–4", words(Bilingual("Because", "依据"))],
      rows: proposal.factors.map { factor, judged in
        [
          factor.name[language], judged.value.map(String.init) ?? words(Bilingual("unknown", "未知")),
          judged.reason[language],
        ]
      })
  }

  // MARK: Markdown

  /// - Parameter chart: the file that the chart is in.
  func markdown(chart: String) -> String {
    var text = "# \(Self.markdown(title))\n"
    for (heading, part) in parts {
      text += "\n## \(Self.markdown(heading))\n\n"
      switch part {
      case .list(let items): text += items.map { "- \(Self.markdown($0))\n" }.joined()
      case .table(let heading, let rows):
        if rows.isEmpty {
          text += Bilingual("None.", "无。")[language] + "\n"
        } else {
          text += "| " + heading.map(Self.markdown).joined(separator: " | ") + " |\n"
          text += "|" + heading.map { _ in " --- |" }.joined() + "\n"
          for row in rows { text += "| " + row.map(Self.markdown).joined(separator: " | ") + " |\n" }
        }
      case .chart: text += "![\(Self.markdown(heading))](\(chart))\n"
      }
    }
    return text
  }

  /// Text that Markdown takes for nothing but text.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "!", "~": escaped += "\\" + String(character)
      case "\n", "\r", "\r\n": escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }

  // MARK: HTML

  var html: String {
    var body = "<h1>\(SafeText.html(title))</h1>\n"
    for (heading, part) in parts {
      body += "<section>\n<h2>\(SafeText.html(heading))</h2>\n"
      switch part {
      case .list(let items): body += "<ul>\n" + items.map { "<li>\(SafeText.html($0))</li>\n" }.joined() + "</ul>\n"
      case .table(let heading, let rows):
        if rows.isEmpty {
          body += "<p>\(Bilingual("None.", "无。")[language])</p>\n"
        } else {
          body +=
            "<table>\n<thead><tr>" + heading.map { "<th scope=\"col\">\(SafeText.html($0))</th>" }.joined()
            + "</tr></thead>\n<tbody>\n"
          for row in rows { body += "<tr>" + row.map { "<td>\(SafeText.html($0))</td>" }.joined() + "</tr>\n" }
          body += "</tbody>\n</table>\n"
        }
      case .chart: body += TrendChart.svg(picture, language) + "\n"
      }
      body += "</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(SafeText.html(title))</title>
      <style>
      body { font: 16px/1.55 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: #1c1c1c; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; border-bottom: 1px solid #ccc; }
      table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #e3e3e3; overflow-wrap: anywhere; }
      svg { width: 100%; height: auto; }
      @media print { body { margin: 0; max-width: none; } section { break-inside: avoid; } }
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }
}
