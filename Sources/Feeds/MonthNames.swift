/// The names of the months, by how they begin.
enum MonthNames {
  /// 1 for January; nil for a word that is no month.
  static func number(_ name: some StringProtocol) -> Int? {
    let name = name.lowercased()
    guard name.unicodeScalars.count >= 3 else { return nil }
    return beginnings.firstIndex { $0.contains(where: name.hasPrefix) }.map { $0 + 1 }
  }

  /// In English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Greek and Russian.
  private static let beginnings: [[String]] = [
    ["jan", "ene", "gen", "jän", "ιαν", "янв"], ["feb", "fév", "fev", "φεβ", "фев"],
    ["mar", "mär", "maa", "mrt", "már", "μάρ", "μαρ", "мар"], ["apr", "abr", "avr", "ápr", "απρ", "апр"],
    ["may", "mai", "mag", "mei", "máj", "μάι", "μαϊ", "май", "мая"],
    ["jun", "jún", "giu", "juin", "ιούν", "ιουν", "июн"],
    ["jul", "júl", "lug", "juil", "ιούλ", "ιουλ", "июл"], ["aug", "ago", "aoû", "aou", "αύγ", "αυγ", "авг"],
    ["sep", "set", "szept", "σεπ", "сен"], ["oct", "okt", "ott", "out", "οκτ", "окт"],
    ["nov", "νοέ", "νοε", "ноя"], ["dec", "dez", "dic", "déc", "δεκ", "дек"],
  ]
}
