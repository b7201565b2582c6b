/// The words that pages write around a time.
enum DateFrame {
  /// Without `发布于`, `Posted on` and `来自 iPhone`.
  static func core(of text: String) -> String {
    var core = text[...]
    for word in ["来自", "來自"] {
      if let range = core.firstRange(of: word), range.lowerBound > core.startIndex { core = core[..<range.lowerBound] }
    }
    for word in before where core.hasPrefix(word) {
      core.removeFirst(word.count)
      break
    }
    let small = core.lowercased()
    for word in ["posted", "published", "updated", "edited", "created"]
    where small.hasPrefix(word + " ") || small.hasPrefix(word + ":") {
      core.removeFirst(word.count + 1)
      for word in ["on ", "at "] where core.drop(while: { $0 == " " }).lowercased().hasPrefix(word) {
        core = core.drop { $0 == " " }.dropFirst(word.count)
      }
      break
    }
    for word in ["发布", "發布", "發佈", "发表", "發表", "更新", "编辑", "編輯"] where core.hasSuffix(word) {
      core.removeLast(word.count)
      break
    }
    while let first = core.first, first == " " || first == ":" { core.removeFirst() }
    while let last = core.last, last == " " || last == "·" || last == "," { core.removeLast() }
    return String(core)
  }

  /// `3天前 广东`, `11-25 · 上海`: without the place behind the time; nil when there is none.
  static func withoutPlace(_ text: String) -> String? {
    guard let gap = text.lastIndex(where: { $0 == " " || $0 == "·" }) else { return nil }
    let word = text[text.index(after: gap)...]
    guard (1...8).contains(word.count), word.unicodeScalars.allSatisfy({ (0x4E00...0x9FFF).contains($0.value) }) else {
      return nil
    }
    var rest = text[..<gap]
    while let last = rest.last, last == " " || last == "·" { rest.removeLast() }
    return rest.isEmpty ? nil : String(rest)
  }

  private static let before = [
    "发布时间", "發布時間", "發佈時間", "更新时间", "更新時間", "发表时间", "發表時間", "发布于", "發布於", "發佈於", "发表于", "發表於", "更新于", "更新於",
    "编辑于", "編輯於", "首发于", "首發於", "时间", "時間", "日期",
  ]
}
