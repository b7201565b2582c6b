/// Seasonal hybrid ESD, online: how many median absolute deviations the last row lies over the median, after the season was
/// taken out.
///
/// The season is periodic over a day or a week: the mean of what each of its times differs from the median, smoothed over an
/// hour. Season, median and deviation are those of the four weeks before, made anew each day. The test compares the extreme
/// studentized deviate with a critical value, which is the threshold here.
/// - Source: O. Vallis, J. Hochenbaum, A. Kejariwal, "A novel technique for long-term anomaly detection in the cloud",
///   HotCloud (2014).
struct SeasonalHybridESD: Method {
  let joined: Int
  let isWeekly: Bool

  var name: String { "Seasonal hybrid ESD" }

  func scores(_ counts: [Double]) -> [Float] {
    let series = Joined(counts, by: joined)
    let period = isWeekly ? 7 * series.day : series.day
    var scores = [Float](repeating: 0, count: series.counts.count)
    for day in (series.judged / series.day)..<(series.counts.count / series.day) {
      let first = day * series.day
      let past = Array(series.counts[(first - series.judged)..<first])
      let middle = median(past)
      var season = [Double](repeating: 0, count: period)
      for (index, count) in past.enumerated() {
        season[(first - series.judged + index) % period] += (count - middle) / Double(past.count / period)
      }
      season = smoothed(season, over: 12 / joined)
      let residuals = past.enumerated().map {
        $0.element - middle - season[(first - series.judged + $0.offset) % period]
      }
      let center = median(residuals)
      // Half of a mention at least: where most rows have none, nothing deviates.
      let deviation = max(0.5, 1.4826 * median(residuals.map { abs($0 - center) }))
      for row in first..<(first + series.day) {
        scores[row] = Float((series.counts[row] - middle - season[row % period] - center) / deviation)
      }
    }
    return series.spread(scores)
  }

  private func smoothed(_ season: [Double], over rows: Int) -> [Double] {
    guard rows > 1 else { return season }
    return season.indices.map { index in
      (0..<rows).reduce(0) { $0 + season[(index + $1 - rows / 2 + season.count) % season.count] } / Double(rows)
    }
  }
}
