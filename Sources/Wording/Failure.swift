/// An error that says itself what a person needs to know of it.
public protocol Explained: Error {
  var explanation: Failure { get }
}

/// Why something was not done as it was asked: a sentence, a next step, and an exit code.
public struct Failure: Explained {
  /// What the program exits with once the sentence is said.
  public let code: ExitCode
  /// What a program calls it: of a refusal of the law its constraint, of others what the exit code stands for.
  public let name: String
  public let sentence: Bilingual
  /// Several things that are wrong, a line each.
  public let list: [Bilingual]
  /// What to do next.
  public let advice: Bilingual?
  /// Law and constraint, or the system's own words, for those who ask for them.
  public let detail: String?

  public var explanation: Failure { self }

  public init(
    _ code: ExitCode, _ sentence: Bilingual, list: [Bilingual] = [], advice: Bilingual? = nil, detail: String? = nil,
    name: String? = nil
  ) {
    self.name = name ?? code.name
    self.list = list
    self.code = code
    self.sentence = sentence
    self.advice = advice
    self.detail = detail
  }

  /// The sentence for any error.
  public init(_ error: any Error) {
    switch error {
    case let error as any Explained: self = error.explanation
    case is CancellationError: self.init(.temporary, Bilingual("Interrupted.", "已中断。"))
    default:
      self.init(
        .software, Bilingual("Something went wrong inside this program.", "程序内部出错。"),
        advice: Bilingual("Run it again with --verbose and report what it says.", "请加 --verbose 重新运行，并反馈输出内容。"),
        detail: "\(type(of: error))")
    }
  }
}
