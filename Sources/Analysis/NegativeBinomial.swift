import Glibc

/// Counts that spread more than Poisson's: variance `mean + dispersion · mean²`.
enum NegativeBinomial {
  /// The natural logarithm of the chance of at least `count`, for a count above the mean; 0 for one that is not.
  ///
  /// The chance is a regularised incomplete beta function, by its continued fraction.
  /// - Source: W. H. Press et al., "Numerical Recipes", 3rd edition (2007), 6.4; Abramowitz and Stegun 26.5.26.
  static func logUpperTail(_ count: Double, mean: Double, dispersion: Double) -> Double {
    guard count > mean, mean > 0 else { return 0 }
    // So little dispersion is Poisson's.
    let b = 1 / max(dispersion, 1e-4)
    let x = mean / (mean + b)
    let front =
      count * log(x) + b * log1p(-x) - (logGamma(count) + logGamma(b) - logGamma(count + b)) - log(count)
    return min(0, front + log(fraction(count, b, x)))
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x).0 }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var value = d
    for step in 1...300 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 + even * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + even / c
      c = abs(c) < tiny ? tiny : c
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + odd * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + odd / c
      c = abs(c) < tiny ? tiny : c
      value *= d * c
      if abs(d * c - 1) < 1e-6 { break }
    }
    return value
  }
}
