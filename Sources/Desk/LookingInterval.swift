public import CommandLine
public import Wording

/// `--every`: how often something that listens for its bell looks when nobody rings.
public enum LookingInterval {
  /// Seconds, with a fraction or without.
  public static let parameter = Parameter.option(
    "every", "SECONDS", Bilingual("look at least this often; 5 if not said", "至少多久查看一次，默认 5 秒"))

  /// - Throws: `Failure` for a span that helps nobody.
  public static func read(_ invocation: Invocation) throws -> Duration {
    guard let every = duration(seconds: try invocation.number("every") ?? 5) else { throw Failure(.usage, rule) }
    return every
  }

  /// A span that helps somebody; nil for others.
  public static func duration(seconds: Double) -> Duration? {
    (0.1...3600).contains(seconds) ? .milliseconds(Int64(seconds * 1000)) : nil
  }

  /// What somebody reads who asks for another span.
  public static let rule = Bilingual(
    "One looks every 0.1 to 3600 seconds, no more and no less often.", "查看间隔的取值为 0.1 到 3600 秒。")
}
