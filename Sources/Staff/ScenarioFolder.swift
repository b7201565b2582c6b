import CommandLine
import Drill
import FoundationEssentials
import Glibc
import Wording

/// Where a scenario is: a folder that is named, or one of those that come with Levee, by its name.
enum ScenarioFolder {
  /// - Throws: `Failure` with everything that is wrong with it, each with its file and line.
  static func read(_ named: String) throws -> Scenario {
    let path = try find(named)
    let name = path.split(separator: "/").last.map(String.init) ?? named
    do {
      // What was found may be read: a folder that somebody at the machine names, or one that comes with Levee.
      return try Machine.$isOpen.withValue(true) {
        try ScenarioReader.read(name) { file in
          access(path + "/" + file, F_OK) == 0 ? try Input.bytes(path + "/" + file) : nil
        }
      }
    } catch let faults as ScenarioReader.Faults {
      throw Failure(
        .data,
        Bilingual(
          "The scenario \(name) cannot be used: \(faults.faults.count) fault(s).",
          "场景 \(name) 不能使用：\(faults.faults.count) 处错误。"),
        list: faults.faults.map { Bilingual(same: "\($0.file):\($0.line): ") + $0.reason },
        advice: Bilingual("The form of a scenario: docs/drills.md", "场景的写法见 docs/drills.zh-CN.md"))
    }
  }

  /// Those that come with Levee: beside the checkout, in the package's place, or where LEVEE_SCENARIOS says.
  private static func find(_ named: String) throws -> String {
    let shelves =
      [ProcessInfo.processInfo.environment["LEVEE_SCENARIOS"], "deploy/scenarios", "/usr/share/levee/scenarios"]
      .compactMap { $0 }
    // Who comes by a page names one on the shelves, and no file of the server's.
    let isHere = Machine.isOpen
    let isName = !named.contains("/") && !named.hasPrefix(".")
    let folders = (isHere ? [named] : []) + (isName ? shelves.map { $0 + "/" + named } : [])
    guard let found = folders.first(where: { access($0 + "/scenario.yaml", F_OK) == 0 }) else {
      if isHere, access(named, F_OK) == 0 { return named }
      throw Failure(
        .noInput, Bilingual("There is no scenario \(named).", "没有场景 \(named)。"),
        advice: Bilingual(
          "Name a folder with a scenario.yaml, such as deploy/scenarios/optus-2023.",
          "请写场景目录（内有 scenario.yaml），如 deploy/scenarios/optus-2023。"))
    }
    return found.hasSuffix("/") ? String(found.dropLast()) : found
  }
}
