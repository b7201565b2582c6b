public import FoundationEssentials
public import Wording
public import Workflow

/// Everything that is on record of an incident and that people read: what was said, decided, owed and done, by whom and when.
/// All times are by the incident's own clock.
public struct CaseFile: Sendable {
  /// Who did something, and when.
  public struct Mark: Sendable {
    /// A login.
    public let person: String
    public let at: Date
  }

  /// One revision of the assessment, and who received it.
  public struct Assessment: Sendable {
    public let revision: Int
    public let severity: Severity
    public let trend: Trend
    public let summary: String
    /// The factors that are known.
    public let factors: [Factor: Int]
    /// What leadership could do; "" where nothing is said of it.
    public let options: String
    public let by: Mark
    public let received: Mark?
  }

  /// A decision of leadership, and the record of its meeting.
  public struct Decision: Sendable {
    public let sentence: String
    /// Whether one leader decided alone, before the meeting.
    public let isUrgent: Bool
    /// Of the meeting, as they were written.
    public let attendees: [String]
    public let record: String
    public let by: Mark
  }

  /// A command, and what it tells each team.
  public struct Command: Sendable {
    public let revision: Int
    public let text: String
    public let by: Mark
    public let assignments: [Assignment]
  }

  /// What one team was told, and who acknowledged it.
  public struct Assignment: Sendable {
    public let team: Team
    public let text: String
    public let acknowledged: Mark?
  }

  /// A task of somebody of any department.
  public struct Task: Sendable {
    public let reference: Reference
    public let team: Team
    public let owner: String
    public let title: String
    public let dueAt: Date
    public let doneAt: Date?
    /// "" until it is done.
    public let result: String
  }

  /// A text that leadership approved: plan, statement, waiver, lowering, withdrawal.
  public struct Approval: Sendable {
    public let reference: Reference
    public let author: String
    /// Who approved it, in the order in which they did.
    public let reviewers: [String]
    public let at: Date
    /// When it stopped standing; nil while it stands.
    public let voidAt: Date?
    /// What a waiver, a lowering or a withdrawal says; "" of others.
    public let note: String
    /// To which level a lowering lowers; nil of others.
    public let severity: Severity?
  }

  /// One text on one channel.
  public struct Delivery: Sendable {
    public let reference: Reference
    /// The revision that it is of.
    public let statement: Reference
    /// What people call the channel.
    public let channel: String
    public let language: Language
    public let title: String
    public let body: String
    public let sent: Mark
    /// When it was out there, and where; nil, "" while it is not.
    public let postedAt: Date?
    public let address: String
    /// When it was taken down, and by which reason; nil, "" while it stands.
    public let withdrawnAt: Date?
    public let withdrawnFor: String
    /// Why it never went out; "" otherwise.
    public let givenUpFor: String
    /// The statements that it corrects.
    public let corrects: [Reference]
  }

  /// Something that was said about the incident, and what became of it.
  public struct Fact: Sendable {
    public let reference: Reference
    public let claim: String
    public let source: String
    public let reliability: Reliability
    public let by: Mark
    public let checks: [Check]
  }

  /// A change of what is known of a fact.
  public struct Check: Sendable {
    public let reliability: Reliability
    public let reason: String
    public let by: Mark
  }

  /// What somebody from outside wrote, and the answer.
  public struct Feedback: Sendable {
    public let reference: Reference
    /// customer, journalist, regulator, employee, investor.
    public let sender: String
    public let text: String
    public let at: Date
    public let replied: Mark?
    /// Until when a reply was owed; nil where nobody owed one.
    public let replyDueAt: Date?
    public let resolved: Mark?
    /// "" until it is resolved.
    public let outcome: String
    /// yes, no, unknown; "" until it is resolved.
    public let satisfied: String
  }

  /// What was owed, with its time.
  public struct Duty: Sendable {
    public let kind: DutyKind
    public let subject: String
    public let team: Team
    public let startedAt: Date
    public let dueAt: Date
    /// nil while it is open.
    public let endedAt: Date?
    /// Whether it came to be owed no more without being done.
    public let isMoot: Bool
    /// The statutory clock that it is about; nil of what no law or regulator sets.
    public let clock: StatutoryClock?

    /// Whether it was done in time; nil while that is open, and of what was owed no more before it was late.
    public func wasKept(at now: Date) -> Bool? {
      if let endedAt { return endedAt > dueAt ? false : isMoot ? nil : true }
      return now > dueAt ? false : nil
    }
  }

  /// A team's result report.
  public struct Report: Sendable {
    public let team: Team
    public let body: String
    public let by: Mark
    public let received: Mark?
  }

  /// What shall be better next time.
  public struct Improvement: Sendable {
    public let title: String
    public let owner: String
    /// A day, `2027-01-31`.
    public let dueOn: String
  }

  /// The after-action review, and its acceptance.
  public struct Review: Sendable {
    public let course: String
    public let effectiveness: String
    public let lessons: String
    public let by: Mark
    public let accepted: Mark?
    public let improvements: [Improvement]
  }

  /// The end that leadership put to something: the response over, a stop.
  public struct End: Sendable {
    public let reason: String
    public let by: Mark
  }

  /// What one person was told, and how much of it they acknowledged.
  public struct Told: Sendable {
    public let person: String
    public let notices: Int
    public let acknowledged: Int
  }

  public var summary: Incidents.Summary
  /// Forms that were to go out, in the order in which they were written.
  public var forms: [OutgoingForms.Form] = []
  /// What was answered in own words, in the order in which it was.
  public var ownWords: [OwnWords.Answer] = []
  /// What it was called when it was opened.
  public var openedAs = ""
  public var openedBy = ""
  /// Display names, by login.
  public var names: [String: String] = [:]
  /// When each stage was entered, in their order.
  public var stages: [(stage: Stage, at: Date)] = []
  public var assessments: [Assessment] = []
  public var decisions: [Decision] = []
  public var commands: [Command] = []
  public var tasks: [Task] = []
  public var approvals: [Approval] = []
  /// Who said that logistics is ready; nil before that, and where it was waived.
  public var ready: Mark?
  public var deliveries: [Delivery] = []
  public var facts: [Fact] = []
  public var feedback: [Feedback] = []
  public var duties: [Duty] = []
  /// Authorities that were told: the clock, under which reference, by whom.
  public var authorities: [(clock: String, reference: String, by: Mark)] = []
  public var responseOver: End?
  public var stop: End?
  public var stoodDown: Mark?
  public var reports: [Report] = []
  public var review: Review?
  public var told: [Told] = []
  /// How many events are sealed, and the newest seal, hexadecimal; 0 and "" before the first.
  public var sealed = 0
  public var seal = ""

  /// A person as people call them.
  public func name(_ handle: String) -> String { names[handle] ?? handle }
  /// What is out, or was.
  public var published: [Delivery] { deliveries.filter { $0.postedAt != nil } }
  /// When the first text was out; nil before that.
  public var firstStatementAt: Date? { published.compactMap(\.postedAt).min() }
}
