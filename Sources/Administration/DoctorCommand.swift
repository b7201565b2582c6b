import CommandLine
import Desk
import FoundationEssentials
import Glibc
import Ledger
import Transports
import Wording

/// `levee doctor`: what is missing or stale, before a crisis finds it.
enum DoctorCommand {
  static let doctor = Command(
    "doctor", "体检", Bilingual("say what is missing or stale before a crisis does", "体检：在危机之前查出缺什么、什么过期了"),
    [.flag("all", Bilingual("show what is in order too", "同时显示正常项目"))], as: .administrator
  ) { invocation in
    let status = try await Installation(connection: invocation.database).status()
    guard !status.applied.isEmpty else { throw Installation.Fault.notInstalled }
    let credentials = Credentials(environment: ProcessInfo.processInfo.environment)
    let machine = Doctor.Machine(pending: status.pending.count) { folder in
      access(folder, F_OK) == 0 ? access(folder, W_OK) == 0 : nil
    } hasCredential: { name in
      (try? credentials.secret(name)) != nil
    }
    // A schema that is behind has not all that is read here.
    let findings =
      status.pending.isEmpty
      ? Doctor.findings(try await invocation.ledger.readings.take(), on: machine) : Doctor.pending(machine)
    let shown = findings.filter { $0.grade != .fine || invocation.has("all") }
    let missing = findings.count { $0.grade == .missing }
    let stale = findings.count { $0.grade == .stale }
    return Reply(
      missing + stale == 0
        ? Bilingual("Ready: nothing is missing.", "准备好了：什么都不缺。")
        : Bilingual("\(missing) missing, \(stale) stale or doubtful.", "缺 \(missing) 项，过期或存疑 \(stale) 项。"),
      values: ["missing": .integer(missing), "stale": .integer(stale)],
      tables: shown.isEmpty
        ? []
        : [
          Reply.Table(
            "findings",
            columns: [
              ("grade", Bilingual("", "")), ("what", Bilingual("What", "情况")), ("advice", Bilingual("Do this", "处理方法")),
            ],
            rows: shown.map {
              [
                .named("\($0.grade)", word($0.grade)),
                .values(.object(["code": .string($0.code), "about": .string($0.about)]), $0.what),
                $0.advice.map(Cell.words) ?? .none,
              ]
            })
        ], code: missing > 0 ? .unhealthy : .success)
  }

  private static func word(_ grade: Doctor.Grade) -> Bilingual {
    switch grade {
    case .missing: Bilingual("missing", "缺")
    case .stale: Bilingual("stale", "存疑")
    case .fine: Bilingual("fine", "正常")
    }
  }
}
