public import FoundationEssentials
import Postgres
public import Wording

/// Training: questions that the tables draw, answers that they keep and count.
public struct Trainings: Sendable {
  let ledger: Ledger

  /// One question of an attempt, as values: the programs say them.
  public struct Question: Sendable {
    public let attempt: Int
    public let version: Int
    /// The attempt's number of this person and version.
    public let tryNumber: Int
    public let number: Int
    public let section: String
    /// What kind of question it is; `bank` for the company's own.
    public let topic: String
    public let subject: [String: JSONValue]
    public let options: [JSONValue]
    /// What was answered; empty and nil while it was not.
    public let chosen: [Int]
    public let isRight: Bool?

    public init(
      attempt: Int, version: Int, tryNumber: Int, number: Int, section: String, topic: String,
      subject: [String: JSONValue], options: [JSONValue], chosen: [Int] = [], isRight: Bool? = nil
    ) {
      self.attempt = attempt
      self.version = version
      self.tryNumber = tryNumber
      self.number = number
      self.section = section
      self.topic = topic
      self.subject = subject
      self.options = options
      self.chosen = chosen
      self.isRight = isRight
    }
  }

  /// What became of an answer; and of the attempt, with the last one.
  public struct Marked: Sendable {
    public let isRight: Bool
    /// The places of the right options, from 1; of an order, all in it.
    public let right: [Int]
    public let feedback: String
    public let result: (correct: Int, questions: Int, passed: Bool, validUntil: Date)?
  }

  /// Begins an attempt, or goes on with today's.
  public func begin() async throws -> [Question] {
    try await ledger.commit("select * from levee.begin_training()", bells: []).map { row in
      Question(
        attempt: try row["attempt"], version: try row["version"], tryNumber: try row["try_number"],
        number: try row["number"], section: try row["section"], topic: try row["topic"],
        subject: try Self.json(row["subject"]), options: try Self.json(row["options"]), chosen: try row["chosen"],
        isRight: try row["is_right"])
    }
  }

  /// Answers a question.
  public func answer(_ attempt: Int, _ number: Int, _ chosen: [Int]) async throws -> Marked {
    let row = try await ledger.commit(
      "select * from levee.answer_training(\(attempt), \(number), \(chosen)::int[])", bells: [])[0]
    return Marked(
      isRight: try row["is_right"], right: try row["right_options"], feedback: try row["feedback"],
      result: try row["finished"] as Bool
        ? (try row["correct"], try row["questions"], try row["passed"], try row["valid_until"]) : nil)
  }

  /// A result of the caller, or of somebody of the department that they head.
  public struct Result: Sendable {
    public let login: String
    public let name: String
    public let department: String
    public let version: Int
    public let correct: Int
    public let questions: Int
    public let passed: Bool
    public let at: Date
    public let validUntil: Date
    /// Whether it is enough for the version in force, at this moment.
    public let counts: Bool
  }

  public func results() async throws -> [Result] {
    try await ledger.read("select * from levee.training_results()").map {
      Result(
        login: try $0["handle"], name: try $0["name"], department: try $0["department"], version: try $0["version"],
        correct: try $0["correct"], questions: try $0["questions"], passed: try $0["passed"], at: try $0["at"],
        validUntil: try $0["valid_until"], counts: try $0["counts"])
    }
  }

  /// Whether a login is the caller's.
  public func isOwn(_ login: String) async throws -> Bool {
    try await ledger.read("select levee.person() = \(login) as own")[0]["own"]
  }

  /// Of a department's people with seats: who is trained, whose training ran out, who never was.
  public struct Department: Sendable {
    public let name: String
    public let people: Int
    public let trained: Int
    public let ranOut: Int
    public let never: Int
    /// When the next training runs out; nil where none counts.
    public let nextEnd: Date?
  }

  /// Those departments that the caller may see.
  public func departments() async throws -> [Department] {
    try await ledger.read("select * from levee.training_by_department()").map {
      Department(
        name: try $0["department"], people: try $0["people"], trained: try $0["trained"], ranOut: try $0["ran_out"],
        never: try $0["never"], nextEnd: try $0["next_end"])
    }
  }

  /// A question that a version's own data can be asked, with its answer.
  public struct Possible: Sendable {
    public let name: String
    public let section: String
    public let topic: String
    public let subject: [String: JSONValue]
    public let right: JSONValue
    public let wrong: [JSONValue]
  }

  public func pool(of version: Int) async throws -> [Possible] {
    try await ledger.read("select * from levee.training_pool(\(version))").map {
      Possible(
        name: try $0["name"], section: try $0["section"], topic: try $0["topic"], subject: try Self.json($0["subject"]),
        right: try Self.json($0["right_answer"]), wrong: try Self.json($0["wrong"]))
    }
  }

  /// A question of the company's own bank.
  public struct BankQuestion: Sendable, Hashable {
    public enum Kind: String, Sendable, PostgresDecodable {
      case single, multiple, order
      case situation = "case"
      public init?(postgresText text: String) { self.init(rawValue: text) }
    }

    public var name: String
    public var language: Language
    public var section: String
    public var kind: Kind
    /// Of a case: what happened; "" of others.
    public var story: String
    public var question: String
    public var options: [String]
    /// Places from 1.
    public var right: [Int]
    public var feedback: String

    public init(
      name: String, language: Language, section: String, kind: Kind, story: String, question: String,
      options: [String], right: [Int], feedback: String
    ) {
      self.name = name
      self.language = language
      self.section = section
      self.kind = kind
      self.story = story
      self.question = question
      self.options = options
      self.right = right
      self.feedback = feedback
    }
  }

  public func bank(of version: Int) async throws -> [BankQuestion] {
    try await ledger.read(
      "select * from levee.training_question where version = \(version) order by section, name"
    ).map {
      BankQuestion(
        name: try $0["name"], language: try $0["language"], section: try $0["section"], kind: try $0["kind"],
        story: try $0["story"], question: try $0["question"], options: try $0["options"],
        right: try $0["right_options"],
        feedback: try $0["feedback"])
    }
  }

  /// Puts a bank in the place of a version's: of the newest proposal, if nobody has reviewed it; else of a new one, a copy of the
  /// newest version.
  /// - Returns: the version.
  public func propose(_ bank: [BankQuestion]) async throws -> Int {
    try await ledger.transaction(bells: [.leadership]) { transaction in
      try await transaction.run("select levee.take_turn()")
      let row = try await transaction.run(
        """
        select max(p.version) as version, exists (select from levee.playbook_review r where r.version = max(p.version)) as reviewed
        from levee.playbook p
        """)[0]
      var version: Int = try row["version"]
      if try row["reviewed"] as Bool {
        version = try await transaction.run("select levee.propose_playbook(\(version), '{}') as version")[0]["version"]
      }
      try await transaction.run("delete from levee.training_question where version = \(version)")
      for question in bank {
        try await transaction.run(
          """
          insert into levee.training_question (version, name, language, section, kind, story, question, options, right_options, feedback)
          values (\(version), \(question.name), \(question.language.rawValue)::levee.language, \(question.section),
            \(question.kind.rawValue), \(question.story), \(question.question), \(question.options)::text[], \(question.right)::int[],
            \(question.feedback))
          """)
      }
      return version
    }
  }

  private static func json<Value: Decodable>(_ text: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }
}

extension Ledger {
  public var trainings: Trainings { Trainings(ledger: self) }
}
