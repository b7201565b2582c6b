/// What nobody can foresee, by the system's generator.
public enum Chance {
  /// So many bytes.
  public static func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// So many of these signs, each as likely as any other.
  public static func text(_ count: Int, of signs: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let signs = Array(signs)
    return String((0..<count).map { _ in signs[Int.random(in: signs.indices, using: &generator)] })
  }
}
