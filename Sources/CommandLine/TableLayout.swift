/// A table on a terminal of some width: what is too wide is folded within its column, and what cannot be folded (a command line, an
/// id) stands below its row.
struct TableLayout {
  struct Column {
    let label: String
    let cells: [String]
    /// Whether its cells are sentences, which may go on on a next line.
    let isText: Bool

    var natural: Int { ([label] + cells).map { Columns.width(of: $0) }.max() ?? 0 }
    /// As narrow as it can be and still be read.
    var least: Int { isText ? min(natural, max(14, Columns.width(of: label))) : natural }
  }

  let columns: [Column]
  /// Of the terminal, in cells.
  let width: Int
  /// Between a label and its value, below a row.
  let colon: String

  var lines: [String] {
    var beside = Array(columns.indices)
    func total(_ width: (Column) -> Int) -> Int {
      beside.reduce(0) { $0 + width(columns[$1]) } + 2 * (beside.count - 1)
    }
    // The widest that cannot be narrower goes below, the last of several.
    while total(\.least) > width, beside.count > 1,
      let widest = beside.max(by: { columns[$0].least <= columns[$1].least })
    {
      beside.removeAll { $0 == widest }
    }
    let below = columns.indices.filter { !beside.contains($0) }
    let widths = narrowed(beside)
    let count = columns.first?.cells.count ?? 0
    return folded(beside.map { columns[$0].label }, widths)
      + (0..<count).flatMap { row in
        folded(beside.map { columns[$0].cells[row] }, widths)
          + below.filter { columns[$0].cells[row] != "–" }.flatMap { hanging(columns[$0], row) }
      }
  }

  /// The columns beside each other, the widest of the foldable ones narrowed until they fit.
  private func narrowed(_ beside: [Int]) -> [Int] {
    var widths = beside.map { columns[$0].natural }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    while excess > 0 {
      let foldable = widths.indices.filter { widths[$0] > columns[beside[$0]].least }
      guard let widest = foldable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func folded(_ cells: [String], _ widths: [Int]) -> [String] {
    let wrapped = zip(cells, widths).map { Wrapping.lines($0, width: $1) }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
      var text = zip(wrapped, widths).map { Columns.pad($0.count > line ? $0[line] : "", to: $1) }.joined(
        separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  private func hanging(_ column: Column, _ row: Int) -> [String] {
    Wrapping.lines(column.label + colon + column.cells[row], width: width - 4).map { "    " + $0 }
  }
}
