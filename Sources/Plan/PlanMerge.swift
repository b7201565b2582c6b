public import Wording
public import Workflow

/// Brings what one person changed in a version into what another made of the same version meanwhile.
public struct PlanMerge: Sendable {
  /// Both changed the same, differently; what this person wrote was kept.
  public struct Conflict: Sendable, Hashable {
    public let part: String
    /// The row, or the section.
    public let what: Bilingual
  }

  public private(set) var content: PlaybookContent
  public private(set) var conflicts: [Conflict]

  /// - Parameters:
  ///   - base: what both began from.
  ///   - mine: what this person made of it.
  ///   - theirs: what stands now.
  public init(base: PlaybookContent, mine: PlaybookContent, theirs: PlaybookContent) {
    content = theirs
    conflicts = []
    for name in Set(base.parts.keys).union(mine.parts.keys).union(theirs.parts.keys) {
      let part = PlanPart.named(name) ?? PlanPart(unknown: name, rows: base[name] + mine[name])
      if case .settings = part.layout {
        content[name] = [
          merged(base[name].first ?? [:], mine[name].first ?? [:], theirs[name].first ?? [:], part, part.title)
        ]
      } else {
        content[name] = rows(part, base[name], mine[name], theirs[name])
      }
    }
  }

  private mutating func rows(
    _ part: PlanPart, _ base: [PlaybookContent.Row], _ mine: [PlaybookContent.Row], _ theirs: [PlaybookContent.Row]
  ) -> [PlaybookContent.Row] {
    func keyed(_ rows: [PlaybookContent.Row]) -> [[JSONValue]: PlaybookContent.Row] {
      Dictionary(rows.map { row in (part.key.map { row[$0] ?? .null }, row) }, uniquingKeysWith: { first, _ in first })
    }
    let (old, own, other) = (keyed(base), keyed(mine), keyed(theirs))
    var order = theirs.map { row in part.key.map { row[$0] ?? .null } }
    order += mine.map { row in part.key.map { row[$0] ?? .null } }.filter { other[$0] == nil }
    var result: [PlaybookContent.Row] = []
    for key in order {
      let words = Bilingual(same: key.compactMap { $0.string ?? $0.integer.map(String.init) }.joined(separator: " "))
      switch (old[key], own[key], other[key]) {
      case (let before?, let own?, let other?): result.append(merged(before, own, other, part, words))
      case (nil, let own?, let other?):
        if own != other { conflicts.append(Conflict(part: part.name, what: words)) }
        result.append(own)
      case (nil, let own?, nil): result.append(own)
      case (nil, nil, let other?): result.append(other)
      // Taken away by one: gone, unless the other changed it.
      case (let before?, nil, let other?):
        if before != other {
          conflicts.append(Conflict(part: part.name, what: words))
          result.append(other)
        }
      case (let before?, let own?, nil):
        if before != own {
          conflicts.append(Conflict(part: part.name, what: words))
          result.append(own)
        }
      case (_, nil, nil): break
      }
    }
    return result
  }

  private mutating func merged(
    _ base: PlaybookContent.Row, _ mine: PlaybookContent.Row, _ theirs: PlaybookContent.Row, _ part: PlanPart,
    _ words: Bilingual
  ) -> PlaybookContent.Row {
    var row = theirs
    for (column, value) in mine where value != base[column] {
      if theirs[column] == base[column] || theirs[column] == value {
        row[column] = value
      } else if let before = base[column]?.string, let own = value.string, let other = theirs[column]?.string,
        ["body"].contains(column), let text = Self.paragraphs(before, own, other)
      {
        row[column] = .string(text)
      } else {
        row[column] = value
        conflicts.append(Conflict(part: part.name, what: words))
      }
    }
    return row
  }

  /// Merges texts by paragraphs; nil where both changed the same one.
  static func paragraphs(_ base: String, _ mine: String, _ theirs: String) -> String? {
    func split(_ text: String) -> [String] {
      text.split(separator: "\n\n", omittingEmptySubsequences: false).map(String.init)
    }
    let (old, own, other) = (split(base), split(mine), split(theirs))
    /// For each paragraph of the base what stands for it, and what was put before it.
    func edits(_ new: [String]) -> (kept: [Bool], before: [[String]]) {
      var kept = [Bool](repeating: true, count: old.count)
      var inserted: Set<Int> = []
      for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): kept[offset] = false
        case .insert(let offset, _, _): inserted.insert(offset)
        }
      }
      var before = [[String]](repeating: [], count: old.count + 1)
      var place = 0
      for (index, paragraph) in new.enumerated() {
        if inserted.contains(index) {
          before[place].append(paragraph)
        } else {
          while place < old.count, !kept[place] { place += 1 }
          place += 1
        }
      }
      return (kept, before)
    }
    let (one, two) = (edits(own), edits(other))
    var result: [String] = []
    for place in 0...old.count {
      // What both put, or took, around the same place is for people to sort out.
      let mineChanged = !one.before[place].isEmpty || (place < old.count && !one.kept[place])
      let theirsChanged = !two.before[place].isEmpty || (place < old.count && !two.kept[place])
      if mineChanged, theirsChanged,
        one.before[place] != two.before[place] || (place < old.count && one.kept[place] != two.kept[place])
      {
        return nil
      }
      result += one.before[place].isEmpty ? two.before[place] : one.before[place]
      if place < old.count, one.kept[place], two.kept[place] { result.append(old[place]) }
    }
    return result.joined(separator: "\n\n")
  }
}
