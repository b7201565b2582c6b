import Analysis
import Ledger
import Synchronization

/// Readers of texts that know the tracked names and the model that judges now. A model is loaded once, and again when
/// another is chosen.
final class Readers: Sendable {
  private let ledger: Ledger
  private let loaded = Mutex<(version: Int, model: SentimentModel?)>((0, nil))

  init(ledger: Ledger) { self.ledger = ledger }

  func reader() async throws -> TextReader {
    let names = try await ledger.trackedNames.list()
    return TextReader(
      model: try await model(), names: TrackedNames(names.map { ($0.name, $0.words) }))
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
