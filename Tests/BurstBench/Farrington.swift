import Glibc

/// Farrington flexible: a quasi-Poisson regression with a trend on comparable rows of the past, in which past outbreaks weigh
/// less, and a threshold from what it predicts.
///
/// The original compares a week with the same weeks of five years. Here a row is compared with rows of the same time of the
/// day, or of the same time of the week, in all weeks before; the last day is left out, as the last 26 weeks are there.
/// - Source: A. Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance systems", Statistics in
///   Medicine 32 (2013); C. P. Farrington et al., "A statistical algorithm for the early detection of outbreaks of infectious
///   disease", Journal of the Royal Statistical Society A 159 (1996).
struct Farrington: Method {
  enum Threshold { case twoThirds, negativeBinomial }

  let joined: Int
  /// Rows of the same time of the week only, rather than of the day.
  let byWeek: Bool
  let threshold: Threshold

  var name: String { "Farrington flexible" }

  func scores(_ counts: [Double]) -> [Float] {
    let series = Joined(counts, by: joined)
    // Half an hour, or an hour, before and after; of the same time of the week, three hours.
    let half = byWeek ? 3 * 12 / joined : max(1, 6 / joined)
    let period = byWeek ? 7 * series.day : series.day
    var scores = [Float](repeating: 0, count: series.counts.count)
    for row in series.judged..<series.counts.count {
      var times: [Double] = []
      var values: [Double] = []
      var center = row - period
      while center - half >= 0, times.count < 400 {
        // Of five-minute rows every third is enough around the same time of the week.
        for near in stride(from: center - half, through: center + half, by: byWeek && joined == 1 ? 3 : 1)
        where near <= row - series.day {
          times.append(Double(near - row) / Double(7 * series.day))
          values.append(series.counts[near])
        }
        center -= period
      }
      scores[row] = score(series.counts[row], times, values)
    }
    return series.spread(scores)
  }

  private func score(_ count: Double, _ times: [Double], _ values: [Double]) -> Float {
    // Too few in the past for a regression, as the original has it: fewer than five.
    guard values.reduce(0, +) >= 5 else { return 0 }
    var weights = [Double](repeating: 1, count: values.count)
    guard var fit = Regression(times, values, weights) else { return 0 }
    // Rows with an Anscombe residual over 2.58 weigh less.
    var sum = 0.0
    for (index, value) in values.enumerated() {
      let residual = fit.anscombe(value, times[index])
      weights[index] = residual > 2.58 ? 1 / (residual * residual) : 1
      sum += weights[index]
    }
    for index in weights.indices { weights[index] *= Double(values.count) / sum }
    fit = Regression(times, values, weights) ?? fit
    // A trend is kept where what it predicts is within what was seen.
    if fit.mean(0) > (values.max() ?? 0) { fit = fit.flat(values, weights) }
    return Float(threshold == .twoThirds ? fit.twoThirds(count) : fit.negativeBinomial(count))
  }
}

/// `log mean = level + slope · time`, by iteratively reweighted least squares.
private struct Regression {
  private var level = 0.0
  private var slope = 0.0
  private var dispersion = 1.0
  /// Of the logarithm of the mean at time 0.
  private var variance = 0.0
  private var leverages: [Double] = []
  private let first: Double
  private let last: Double

  init?(_ times: [Double], _ values: [Double], _ weights: [Double]) {
    first = times.min() ?? 0
    last = times.max() ?? 0
    var sum = 0.0
    var total = 0.0
    for (index, value) in values.enumerated() {
      sum += value * weights[index]
      total += weights[index]
    }
    guard sum > 0 else { return nil }
    level = log(sum / total)
    var a = 0.0
    var b = 0.0
    var c = 0.0
    for _ in 0..<25 {
      a = 0
      b = 0
      c = 0
      var p = 0.0
      var q = 0.0
      for (index, time) in times.enumerated() {
        let mean = exp(level + slope * time)
        let weight = weights[index] * mean
        let residual = weights[index] * (values[index] - mean)
        a += weight
        b += weight * time
        c += weight * time * time
        p += residual
        q += residual * time
      }
      let determinant = a * c - b * b
      guard determinant > 1e-12 else { return nil }
      let up = (c * p - b * q) / determinant
      let along = (a * q - b * p) / determinant
      guard up.isFinite, along.isFinite, abs(up) < 20, abs(along) < 20 else { return nil }
      level += up
      slope += along
      if abs(up) + abs(along) < 1e-6 { break }
    }
    finish(times, values, weights, unscaled: c / (a * c - b * b), parameters: 2)
  }

  private mutating func finish(
    _ times: [Double], _ values: [Double], _ weights: [Double], unscaled: Double, parameters: Double
  ) {
    var squares = 0.0
    for (index, value) in values.enumerated() {
      let mean = self.mean(times[index])
      squares += weights[index] * (value - mean) * (value - mean) / max(mean, 1e-9)
    }
    dispersion = max(1, squares / max(1, Double(values.count) - parameters))
    variance = dispersion * unscaled
  }

  /// The same without a trend.
  func flat(_ values: [Double], _ weights: [Double]) -> Regression {
    var other = self
    other.slope = 0
    let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
    other.level = log(max(sum, 1e-9) / weights.reduce(0, +))
    other.finish(values.map { _ in 0 }, values, weights, unscaled: 1 / max(sum, 1e-9), parameters: 1)
    return other
  }

  func mean(_ time: Double) -> Double { exp(level + slope * time) }

  func anscombe(_ value: Double, _ time: Double) -> Double {
    let mean = mean(time)
    return 1.5 * (pow(value, 2 / 3) - pow(mean, 2 / 3)) / (pow(mean, 1 / 6) * dispersion.squareRoot())
  }

  /// How many standard deviations a count lies over what is predicted, on the scale of 2/3 powers.
  func twoThirds(_ count: Double) -> Double {
    let mean = mean(0)
    let spread = dispersion * mean + variance * mean * mean
    let deviation = 2 / 3 * pow(mean, -1 / 3) * spread.squareRoot()
    return (pow(count, 2 / 3) - pow(mean, 2 / 3)) / max(deviation, 1e-6)
  }

  /// The decimal logarithm, negated, of how likely so much is.
  func negativeBinomial(_ count: Double) -> Double {
    let mean = mean(0)
    guard count > mean else { return 0 }
    let size = dispersion > 1.001 ? mean / (dispersion - 1) : 1e6
    // Exactly, by adding up downwards from the count until nothing more is added.
    var term = lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log(size / (size + mean))
    term += count * log(mean / (size + mean))
    var sum = 1.0
    var ratio = 1.0
    var value = count
    let factor = mean / (size + mean)
    while ratio > 1e-9, value < count + 100_000 {
      ratio *= factor * (value + size) / (value + 1)
      sum += ratio
      value += 1
    }
    return -(term + log(sum)) / log(10)
  }
}
