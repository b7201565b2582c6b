/// What changed between two texts: lines that are the same, changed, taken away, or new; and within changed lines, the
/// words. Pure.
public enum Difference {
  /// One line of a side-by-side view. Both sides: changed, or the same.
  public struct Row: Equatable, Sendable {
    /// Each without its line break; nil on the side where there is no such line.
    public let before: String?
    public let after: String?
    public var isSame: Bool { before == after }
  }

  /// The rows of two texts, changed lines side by side.
  public static func rows(_ before: String, _ after: String) -> [Row] {
    let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var rows: [Row] = []
    var gone: [String] = []
    var come: [String] = []
    func flush() {
      for index in 0..<max(gone.count, come.count) {
        rows.append(
          Row(before: index < gone.count ? gone[index] : nil, after: index < come.count ? come[index] : nil))
      }
      gone = []
      come = []
    }
    for step in alignment(old, new) {
      switch step {
      case .same(let line):
        flush()
        rows.append(Row(before: line, after: line))
      case .gone(let line): gone.append(line)
      case .come(let line): come.append(line)
      }
    }
    flush()
    return rows
  }

  /// One piece of a changed line, on one side.
  public struct Piece: Equatable, Sendable {
    public let text: String
    /// Whether only this side has it.
    public let isChanged: Bool
  }

  /// The pieces of two lines: what both have, and what only one has. Chinese changes by characters, other scripts by words.
  public static func pieces(_ before: String, _ after: String) -> (before: [Piece], after: [Piece]) {
    var old: [Piece] = []
    var new: [Piece] = []
    for step in alignment(tokens(before), tokens(after)) {
      switch step {
      case .same(let token):
        append(token, changed: false, to: &old)
        append(token, changed: false, to: &new)
      case .gone(let token): append(token, changed: true, to: &old)
      case .come(let token): append(token, changed: true, to: &new)
      }
    }
    return (old, new)
  }

  private static func append(_ token: String, changed: Bool, to pieces: inout [Piece]) {
    if let last = pieces.last, last.isChanged == changed {
      pieces[pieces.count - 1] = Piece(text: last.text + token, isChanged: changed)
    } else {
      pieces.append(Piece(text: token, isChanged: changed))
    }
  }

  private static func tokens(_ line: String) -> [String] {
    var tokens: [String] = []
    var isInWord = false
    for character in line {
      let isWord = (character.isLetter || character.isNumber) && Columns.width(of: character) == 1
      if isWord, isInWord { tokens[tokens.count - 1].append(character) } else { tokens.append(String(character)) }
      isInWord = isWord
    }
    return tokens
  }

  private enum Step { case same(String), gone(String), come(String) }

  /// The longest common subsequence, by the standard library's `difference` (Myers).
  private static func alignment(_ old: [String], _ new: [String]) -> [Step] {
    let difference = new.difference(from: old)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var steps: [Step] = []
    var i = 0
    var j = 0
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        steps.append(.gone(old[i]))
        i += 1
      } else if j < new.count, inserted.contains(j) {
        steps.append(.come(new[j]))
        j += 1
      } else {
        steps.append(.same(old[i]))
        i += 1
        j += 1
      }
    }
    return steps
  }
}
