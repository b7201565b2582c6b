import Workflow

/// `--every`: how often something that listens for its bell looks when nobody rings.
public enum LookingInterval {
  public static let parameter = Parameter.option(
    "every", "SECONDS", Bilingual("look at least this often; 5 if not said", "至少多久查看一次，默认 5 秒"))

  /// - Throws: `Failure` for a span that helps nobody.
  public static func read(_ invocation: Invocation) throws -> Duration {
    let every = try invocation.number("every") ?? 5
    guard (0.1...3600).contains(every) else {
      throw Failure(.usage, Bilingual("--every is between 0.1 and 3600 seconds.", "--every 的取值为 0.1 到 3600 秒。"))
    }
    return .milliseconds(Int64(every * 1000))
  }
}
