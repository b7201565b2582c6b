public import FoundationEssentials
import Postgres
public import Workflow

/// What analysts teach about sentiment, and the models that come of it.
public struct Learning: Sendable {
  let ledger: Ledger

  /// A mention with the sentiment that an analyst gave it: -1, 0 or 1.
  public struct Label: Sendable {
    public let mention: Int
    public let title: String
    public let text: String
    public let sentiment: Int
  }

  /// What a model has learnt.
  public struct Weights: Sendable {
    /// As `SentimentModel.Saved` has them: three weights for each feature, and the twelve of the rules.
    public let features: [Int]
    public let weights: [Double]
    public let rules: [Double]
    public init(features: [Int], weights: [Double], rules: [Double]) {
      self.features = features
      self.weights = weights
      self.rules = rules
    }
  }

  /// A model, as lists show it.
  public struct Model: Sendable {
    public let version: Int
    /// How many labels it has learnt from, and how many of them were held back from a trial that shows what it gains.
    public let labels: Int
    public let heldBack: Int
    /// Macro-F1 on what was held back: of what judged before, and of the model.
    public let before: Double
    public let after: Double
    public let person: String
    /// By the database's clock.
    public let at: Date
    /// Whether it judges what comes in.
    public let isChosen: Bool
  }

  /// Gives mentions a sentiment; said again it is corrected.
  public func label(_ mentions: [Reference], sentiment: Int) async throws {
    try await ledger.commit(
      """
      insert into levee.sentiment_label (mention_id, sentiment)
      select m, \(sentiment)::smallint from unnest(\(mentions.map(\.number))::bigint[]) m
      on conflict (mention_id) do update set sentiment = excluded.sentiment
      """, bells: [])
  }

  /// All labels, in the order of their mentions; of mentions without a search term, such as erased ones, there is none.
  public func labels() async throws -> [Label] {
    try await ledger.read(
      """
      select l.mention_id, m.title, m.text, l.sentiment from levee.sentiment_label l
      join levee.mention m on m.id = l.mention_id where m.terms <> '{}' order by 1
      """
    ).map {
      Label(mention: try $0["mention_id"], title: try $0["title"], text: try $0["text"], sentiment: try $0["sentiment"])
    }
  }

  /// Keeps a model. It judges nothing yet.
  /// - Returns: its version.
  public func keep(_ weights: Weights, labels: Int, heldBack: Int, before: Double, after: Double) async throws -> Int {
    try await ledger.commit(
      """
      insert into levee.sentiment_model (labels, held_back, before, after, features, weights, rules)
      values (\(labels), \(heldBack), \(before)::real, \(after)::real, \(weights.features)::int[], \(weights.weights)::real[],
        \(weights.rules)::real[])
      returning version
      """, bells: [])[0]["version"]
  }

  /// The version that judges what comes in; 0 for the rules alone.
  public func chosen() async throws -> Int {
    try await ledger.read(
      "select coalesce((select version from levee.sentiment_choice order by id desc limit 1), 0) as version")[0][
        "version"]
  }

  /// Lets a version judge from now on; 0 is the rules alone.
  public func choose(_ version: Int) async throws {
    try await ledger.commit(
      "insert into levee.sentiment_choice (version) values (\(version))", bells: [.monitoring])
  }

  /// - Returns: nil when there is no such version.
  public func model(_ version: Int) async throws -> Weights? {
    try await ledger.read(
      "select features, weights, rules from levee.sentiment_model where version = \(version)"
    ).first.map { Weights(features: try $0["features"], weights: try $0["weights"], rules: try $0["rules"]) }
  }

  /// All models, the newest first.
  public func models() async throws -> [Model] {
    try await ledger.read(
      """
      select m.version, m.labels, m.held_back, m.before, m.after, m.person, m.at,
        m.version = coalesce((select version from levee.sentiment_choice order by id desc limit 1), 0) as chosen
      from levee.sentiment_model m order by m.version desc
      """
    ).map {
      Model(
        version: try $0["version"], labels: try $0["labels"], heldBack: try $0["held_back"], before: try $0["before"],
        after: try $0["after"], person: try $0["person"], at: try $0["at"], isChosen: try $0["chosen"])
    }
  }
}

extension Ledger {
  public var learning: Learning { Learning(ledger: self) }
}
