import FoundationEssentials

/// A sentence that a person reads, and where it is written.
struct Sentence: Sendable {
  let text: String
  /// From the root of the repository.
  let file: String
}

/// What people read, taken out of the sources: strings of Swift, strings of SQL, lines of documents and of the case.
enum Sentences {
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  /// Language that is read, not written: the words by which texts are judged, and how crawlers call their columns.
  private static let readNotWritten = [
    "Sources/Analysis/", "Sources/Feeds/", "Sources/Records/FieldNames.swift", "Sources/Records/DeviceNames.swift",
    "Sources/Records/Audience.swift", "sql/schema.sql",
  ]

  /// Read once, for every word that is looked for.
  private static let programs = Result { try readPrograms() }
  private static let documents = Result { try readDocuments() }

  /// Of both languages, those of programs and of the law.
  static func ofPrograms() throws -> (english: [Sentence], chinese: [Sentence]) { try programs.get() }

  /// Chinese lines of documents, of the demo and of its case.
  static func ofDocuments() throws -> [Sentence] { try documents.get() }

  private static func readPrograms() throws -> (english: [Sentence], chinese: [Sentence]) {
    var english: [Sentence] = []
    var chinese: [Sentence] = []
    for file in try files(under: "Sources", "sql") where !readNotWritten.contains(where: { file.hasPrefix($0) }) {
      let isSwift = file.hasSuffix(".swift")
      guard isSwift || file.hasSuffix(".sql") else { continue }
      let text = try read(file)
      let literals = isSwift ? Literals.ofSwift(text) : Literals.ofSQL(text)
      chinese += literals.filter { isChinese($0.text) }.map { Sentence(text: $0.text, file: file) }
      // English is what stands before its Chinese: both are arguments of one call, or values of one row.
      let outer = literals.filter { !$0.isInside }
      for (first, second) in zip(outer, outer.dropFirst())
      where second.isNext(to: first) && isChinese(second.text) && !isChinese(first.text) {
        english.append(Sentence(text: first.text, file: file))
      }
    }
    return (english, chinese)
  }

  private static func readDocuments() throws -> [Sentence] {
    let documents = try files(under: "docs", "deploy", "scripts").filter { file in
      ["scripts/demo", "scripts/house", "scripts/drill"].contains(file)
        || file.hasPrefix("deploy/prometheus/") && file.hasSuffix(".yml")
        || [".zh-CN.md", "/steps", "/texts.zh-CN", "/levee.json"].contains { file.hasSuffix($0) }
    }
    return try (documents + ["README.zh-CN.md"]).flatMap { file in
      try read(file).split(separator: "\n").filter { isChinese(String($0)) }.map {
        Sentence(text: String($0), file: file)
      }
    }
  }

  static func isChinese(_ text: String) -> Bool { text.unicodeScalars.contains(where: isHan) }
  static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

  private static func read(_ file: String) throws -> String {
    try String(contentsOf: URL(filePath: root + "/" + file), encoding: .utf8)
  }

  private static func files(under folders: String...) throws -> [String] {
    try folders.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder).map { folder + "/" + $0 }
    }.sorted()
  }
}
