import Dice
import Fuzz
import Glibc

/// Seeded chance as the series need it.
extension Dice {
  /// From 0 to 1, neither of them.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(uniform() * Double(bound))) }

  /// - Source: G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates" (1958).
  mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform()) }

  /// - Source: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables" (2000).
  mutating func gamma(shape: Double) -> Double {
    guard shape >= 1 else { return gamma(shape: shape + 1) * pow(uniform(), 1 / shape) }
    let d = shape - 1 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0, log(uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// By products of uniforms where the mean is small, else by halving it with a gamma variable.
  /// - Source: J. H. Ahrens, U. Dieter, "Computer methods for sampling from gamma, beta, Poisson and binomial distributions" (1974).
  mutating func poisson(_ mean: Double) -> Int {
    var mean = mean
    var count = 0
    while mean > 30 {
      let part = Int(mean * 7 / 8)
      let x = gamma(shape: Double(part))
      if x > mean { return count + binomial(part - 1, mean / x) }
      count += part
      mean -= x
    }
    let limit = exp(-mean)
    var product = uniform()
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }

  mutating func binomial(_ trials: Int, _ chance: Double) -> Int {
    guard chance < 1 else { return trials }
    var count = 0
    for _ in 0..<trials where uniform() < chance { count += 1 }
    return count
  }

  /// A negative binomial count with variance `mean + dispersion · mean²`.
  mutating func count(mean: Double, dispersion: Double) -> Int {
    guard mean > 0 else { return 0 }
    return poisson(mean * gamma(shape: 1 / dispersion) * dispersion)
  }
}
