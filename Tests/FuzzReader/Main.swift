import FoundationEssentials
import FuzzTrials
import Glibc

/// `fuzz-reader [--seconds N] [--seed N] [--count N] [--subject NAME] [--mark FILE] [--show]`: reads inputs made from one seed after
/// another, and says which were read wrongly, slowly or with much memory.
@main struct Main {
  static func main() {
    var campaign = Campaign()
    var arguments = CommandLine.arguments.dropFirst()
    func number() -> UInt64 { arguments.popFirst().flatMap { UInt64($0) } ?? 0 }
    while let argument = arguments.popFirst() {
      switch argument {
      case "--seconds": campaign.seconds = Double(number())
      case "--seed": campaign.seed = number()
      case "--count": campaign.count = number()
      case "--subject":
        campaign.subjects = Trial.Subject.allCases.filter { $0.rawValue == arguments.first }
        arguments.removeFirst()
      case "--mark":
        campaign.mark = arguments.popFirst().map { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) } ?? -1
      case "--show": campaign.isShown = true
      default:
        print("unknown: \(argument)")
        exit(64)
      }
    }
    guard !campaign.subjects.isEmpty else { exit(64) }
    exit(campaign.run() ? 0 : 1)
  }
}
