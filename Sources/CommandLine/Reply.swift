public import FoundationEssentials
public import Wording

/// One value of an answer.
public enum Cell: Sendable {
  /// Text that somebody wrote; escaped where it is printed.
  case text(String)
  /// The same after words of the program, such as the mark of a drill; "" for none. JSON has the text, and under the key whether
  /// it is marked.
  case marked(key: String, Bilingual, String)
  /// Text of several lines that somebody wrote.
  case block(String)
  /// Text of several lines in which a reader has to see every character, the invisible ones too.
  case exact(String)
  /// Two versions of a text, side by side.
  case comparison(before: String, after: String)
  /// Text of several lines that is there in both languages: a person reads theirs, a program both.
  case passage(Bilingual)
  /// Words of the program, for a person only: a program reads the values beside them.
  case words(Bilingual)
  /// A short id, a program's name, a command line: the same in every language.
  case code(String)
  /// What a person reads under its name, and a program by its code.
  case named(String, Bilingual)
  /// What a person reads as a phrase, and a program as the values in it.
  case values(JSONValue, Bilingual)
  case number(Int)
  case flag(Bool)
  case time(Date)
  /// A span in seconds; negative is overdue.
  case span(Double)
  /// Nothing: a dash for a person, null in JSON.
  case none

  /// Whether it is made of words, and can go on on a next line.
  var isText: Bool {
    switch self {
    case .text, .marked, .block, .passage, .exact, .comparison, .words, .named, .values, .none: true
    case .code, .number, .flag, .time, .span: false
    }
  }
}

/// What a command answers. The same answer is printed for a person or as JSON.
public struct Reply: Sendable {
  /// One named value. The key is for JSON, the label for a person.
  public struct Field: Sendable {
    package let key: String
    package let label: Bilingual
    package let value: Cell
    /// - Parameters:
    ///   - key: what JSON calls it, the same in every language.
    ///   - label: what a person reads, without a colon.
    public init(_ key: String, _ label: Bilingual, _ value: Cell) {
      self.key = key
      self.label = label
      self.value = value
    }
  }

  /// A list of rows.
  public struct Table: Sendable {
    package let key: String
    package let title: Bilingual?
    package let columns: [(key: String, label: Bilingual)]
    package let rows: [[Cell]]
    /// What is said when there are no rows.
    package let whenEmpty: Bilingual
    /// - Parameters:
    ///   - columns: of each its key for JSON, and what a person reads.
    ///   - rows: of each one cell a column, in that order.
    ///   - whenEmpty: what a person reads when there are no rows; JSON has an empty list.
    public init(
      _ key: String, _ title: Bilingual? = nil, columns: [(String, Bilingual)], rows: [[Cell]],
      whenEmpty: Bilingual = Bilingual("Nothing.", "无。")
    ) {
      self.key = key
      self.title = title
      self.columns = columns.map { (key: $0.0, label: $0.1) }
      self.rows = rows
      self.whenEmpty = whenEmpty
    }
  }

  /// What comes next, and who does it.
  public struct Next: Sendable {
    /// One thing that is owed.
    public struct Step: Sendable {
      package let sentence: Bilingual
      /// The command line that does it.
      package let command: String?
      /// Whether whoever reads the answer does it.
      package let isMine: Bool
      /// The same for programs.
      package let figures: JSONValue

      /// - Parameter command: nil where a service does it, or nothing that can be typed.
      public init(_ sentence: Bilingual, command: String?, isMine: Bool, figures: JSONValue) {
        self.sentence = sentence
        self.command = command
        self.isMine = isMine
        self.figures = figures
      }
    }

    /// How much of it a person is shown; JSON has it all.
    public enum Extent: Sendable {
      /// The first three that are the reader's own; of the others how many there are, and the command that shows them.
      case mine(rest: String)
      /// The first six, whoever owes them.
      case first
      case all
    }

    package let steps: [Step]
    package let extent: Extent
    /// What is said when there are none.
    package let whenEmpty: Bilingual

    public init(_ steps: [Step], _ extent: Extent, whenEmpty: Bilingual) {
      self.steps = steps
      self.extent = extent
      self.whenEmpty = whenEmpty
    }
  }

  /// The sentence that says what was done, for a person.
  public var sentence: Bilingual?
  /// What the sentence names, for JSON: the id of what was made.
  public var values: [String: JSONValue]
  /// Shown before the tables; in JSON the keys of both stand side by side.
  public var fields: [Field]
  public var tables: [Table]
  /// What comes next; nil where nothing follows from the command.
  public var next: Next?
  /// What the program exits with after it has answered; not always success.
  public var code: ExitCode
  /// Text to print as it is, instead of everything else, for a person: a page of its own.
  public var verbatim: String?
  /// The same as values of its own, for a face that has a better form of it than text: a document, the questions of a quiz.
  public var content: (any Sendable)?
  /// What `--json` prints instead of the above, where a program wants figures and a person words.
  public var figures: JSONValue?

  public init(
    _ sentence: Bilingual? = nil, values: [String: JSONValue] = [:], fields: [Field] = [], tables: [Table] = [],
    next: Next? = nil, code: ExitCode = .success, verbatim: String? = nil, figures: JSONValue? = nil
  ) {
    self.figures = figures
    self.sentence = sentence
    self.values = values
    self.fields = fields
    self.tables = tables
    self.next = next
    self.code = code
    self.verbatim = verbatim
  }
}
