public import Wording

/// A time within which the law wants an authority told, as the playbook has it.
public struct StatutoryClock: Sendable, Hashable, Named {
  /// What is typed for it, and what JSON and the history hold: `pipl-57`.
  public let code: String
  /// What people call it: 个人信息泄露须立即告知.
  public let title: Bilingual
  /// Where it is written: 《个人信息保护法》第五十七条.
  public let source: Bilingual

  public init(code: String, title: Bilingual, source: Bilingual) {
    self.code = code
    self.title = title
    self.source = source
  }

  /// Its title, and where it is written.
  public var name: Bilingual { title + Bilingual(" (", "（") + source + Bilingual(")", "）") }

  /// The only one that a text can mean: by its code, by its title, or by words that no other title has; nil otherwise.
  public static func meant(by typed: String, among clocks: [StatutoryClock]) -> StatutoryClock? {
    if let clock = clocks.first(where: { $0.code == typed }) { return clock }
    guard !typed.isEmpty else { return nil }
    let texts = clocks.map { clock in
      (
        clock,
        [clock.title.chinese, clock.title.english, clock.name.chinese, clock.name.english].map { $0.lowercased() }
      )
    }
    let typed = typed.lowercased()
    let whole = texts.filter { $0.1.contains(typed) }
    let parts = whole.isEmpty ? texts.filter { $0.1.contains { $0.contains(typed) } } : whole
    return parts.count == 1 ? parts[0].0 : nil
  }
}
