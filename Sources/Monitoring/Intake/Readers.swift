import Analysis
import Feeds
import Ledger
import Synchronization

/// Readers of texts that know the tracked names and the model that judges now. A model is loaded once, and again when
/// another is chosen.
final class Readers: Sendable {
  private let ledger: Ledger
  private let loaded = Mutex<(version: Int, model: SentimentModel?)>((0, nil))

  /// By name, with the time when they were read: the house may move, and governments change clocks.
  private let zones = Mutex<[String: (read: ContinuousClock.Instant, offsets: ZoneOffsets)]>([:])
  private static let zonesLast = Duration.seconds(600)

  init(ledger: Ledger) { self.ledger = ledger }

  func reader() async throws -> TextReader {
    let names = try await ledger.trackedNames.list()
    return TextReader(
      model: try await model(), names: TrackedNames(names.map { ($0.name, $0.words) }))
  }

  /// How times are read that a source writes, as of now by the database's clock.
  /// - Parameter zone: of times that name none; "" for the house's.
  func dates(in zone: String) async throws -> DateReader {
    let now = try await ledger.analyses.now()
    let clock = ContinuousClock.now
    let known = zones.withLock { $0[zone] }
    let offsets: ZoneOffsets
    if let known, clock - known.read < Self.zonesLast {
      offsets = known.offsets
    } else {
      offsets = ZoneOffsets(try await ledger.sources.offsets(of: zone).map { (from: $0.since, seconds: $0.seconds) })
      zones.withLock { $0[zone] = (clock, offsets) }
    }
    // What is written where clocks stand like China's is written in Chinese, as far as `CST` goes.
    return DateReader(zone: offsets, language: offsets.seconds(at: now) == 8 * 3600 ? "zh" : "", now: now)
  }

  private func model() async throws -> SentimentModel? {
    let version = try await ledger.learning.chosen()
    let known = loaded.withLock { $0 }
    if known.version == version { return known.model }
    let model = version == 0 ? nil : try await ledger.learning.model(version).map { SentimentModel(.init($0)) }
    loaded.withLock { $0 = (version, model) }
    return model
  }
}

extension SentimentModel.Saved {
  init(_ stored: Learning.Weights) {
    self.init(features: stored.features, weights: stored.weights, rules: stored.rules)
  }
}
