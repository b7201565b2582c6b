import Ledger
import Wording
import Workflow

/// What a company tells Levee about itself: who sits where, how each is reached, where texts go, and what its playbook
/// says otherwise than the newest one.
struct CompanySettings: Sendable {
  struct Person: Sendable {
    var handle: String
    var name: String
    var language: Language
    /// Team and seat.
    var seats: [(team: Team, seat: String)]
    var isService: Bool
    /// Transport and address.
    var reach: [(transport: String, address: String)]
    /// In the file.
    var line: Int
  }

  /// What the company is called, where the public turns to, where it lives, and its sign; nil where the file says nothing.
  var name: String?
  var nameInEnglish: String?
  var contact: String?
  /// An IANA name.
  var zone: String?
  var mark: String?
  var pages: String?
  /// Where in the file it is said, and where the playbook is: 1 for nowhere.
  var line = 1
  var playbookLine = 1
  var size: String?
  /// The playbook's.
  var title: Bilingual?
  var people: [Person] = []
  /// Seat and handle.
  var substitutes: [(seat: String, handle: String, line: Int)] = []
  var transports: [(transport: Transport, line: Int)] = []
  var channels: [(channel: Deliveries.Channel, line: Int)] = []
  var targets: [(name: String, severity: Severity, within: Duration, line: Int)] = []
  var reviews: [(severity: Severity, reviews: Int, legal: Bool)] = []
}
