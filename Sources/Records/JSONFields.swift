/// What in a JSON object may be a part of a record, by any name.
struct JSONFields {
  private struct Candidate {
    let fit: FieldNames.Fit
    let value: String
    /// Key by key from the outermost object.
    let path: [String]
    /// How many objects stand around the record.
    let wraps: Int
    let isDocumented: Bool
    let isBetter: Bool
    /// Whether the value stands directly in the record.
    let isDirect: Bool
  }

  private var candidates: [Candidate] = []
  /// Values that were looked at, so that no object takes long.
  private var looked = 0
  /// Whether a text or a title has a place in the object, be it empty.
  private(set) var hasPlaceForText = false

  private static let mostLooked = 5000
  private static let deepest = 5

  init(_ members: [JSONMember]) {
    walk(members, folded: "", path: [], wraps: 0)
    // What stands deeper than the text is not of the text.
    let texts = candidates.lazy.filter { $0.fit.part == .text || $0.fit.part == .title }.map(\.wraps)
    if let outermost = texts.min() { candidates.removeAll { $0.wraps > outermost } }
  }

  var hasText: Bool { candidates.contains { $0.fit.part == .text || $0.fit.part == .title } }

  private mutating func walk(_ members: [JSONMember], folded prefix: String, path: [String], wraps: Int) {
    for member in members {
      looked += 1
      guard looked <= Self.mostLooked, path.count < Self.deepest else { return }
      let name = FieldNames.fold(member.key)
      let folded = prefix.isEmpty ? name : prefix + "." + name
      let here = path + [member.key]
      if case .object(let inner) = member.value {
        if FieldNames.holders.contains(folded) { walk(inner, folded: folded, path: here, wraps: wraps) }
        if prefix.isEmpty, FieldNames.wrappers.contains(name) { walk(inner, folded: "", path: here, wraps: wraps + 1) }
        continue
      }
      let fit = FieldNames.fit(folded: folded)
      let isBetter = FieldNames.betterThanDocumented.contains(folded)
      guard let fit else { continue }
      if fit.part == .text || fit.part == .title { hasPlaceForText = true }
      guard let value = member.value.scalar, value.utf8.contains(where: { $0 > 0x20 }) else { continue }
      candidates.append(
        Candidate(
          fit: fit, value: value, path: here, wraps: wraps,
          isDocumented: path.isEmpty && Part(rawValue: member.key) == fit.part, isBetter: isBetter,
          isDirect: prefix.isEmpty))
    }
  }

  /// The values of the parts, with where each was found.
  struct Choice {
    var values = RecordMaker.Values()
    /// Where each part was found; of a time, all that may be it.
    var paths: [(part: Part, path: [String], isDirect: Bool)] = []
    var times: [(path: [String], isDirect: Bool)] = []
  }

  func choice() -> Choice {
    var choice = Choice()
    let documented = Set(candidates.lazy.filter(\.isDocumented).map(\.fit.part))
    choice.values.isDocumented =
      candidates.allSatisfy { !$0.isBetter && (documented.contains($0.fit.part) || $0.fit.part == .source) }
    let isDocumented = choice.values.isDocumented
    for part in Part.allCases {
      let fitting = candidates.filter { $0.fit.part == part && (!isDocumented || $0.isDocumented || part == .source) }
        .sorted { ($0.wraps, $0.fit.rank) < ($1.wraps, $1.fit.rank) }
      guard let best = fitting.first else { continue }
      if part == .published {
        choice.values.times = fitting.map(\.value)
        choice.times = fitting.map { ($0.path, $0.isDirect) }
      } else {
        choice.values.parts[part] = best.value
        if part == .source { choice.values.countsSource = isDocumented && best.isDocumented }
        if part != .source || choice.values.countsSource { choice.paths.append((part, best.path, best.isDirect)) }
      }
    }
    return choice
  }
}
