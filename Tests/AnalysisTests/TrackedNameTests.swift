import Testing

@testable import Analysis

@Suite struct TrackedNameTests {
  private let names = TrackedNames([("Nova", ["Nova", "诺瓦"]), ("Hearthline", ["Hearthline"])])

  @Test(
    "A name is the same in any case, width and writing, and in accounts and hashtags",
    arguments: [
      "Nova's phones", "Nova’s phones", "NOVA is late", "Ｎｏｖａ 手机", "thanks @NovaSupport", "@novasupport hello",
      "#NovaX is out",
      "#boycottnova", "#BoycottNova now", "@nova_help", "諾瓦手機", "#诺瓦召回#", "the customers of nova' shop",
    ])
  func named(_ text: String) { #expect(names.first(in: FoldedText(text)) == "Nova", "\(text)") }

  @Test(
    "A name is not found inside another word",
    arguments: [
      "a supernova", "innovation", "#innovation", "Novak won", "@novak", "bossanova", "#supernova", "SuperNova",
      "novate",
    ])
  func unnamed(_ text: String) { #expect(names.first(in: FoldedText(text)) == nil, "\(text)") }

  @Test func aSubjectIsTheNameThatItSays() {
    #expect(names.name(of: "hearthline") == "Hearthline")
    #expect(names.name(of: "諾瓦") == "Nova")
    #expect(names.name(of: "nova pools") == nil)
    let reader = TextReader(names: names)
    #expect(reader.read(title: "", text: "late again", subject: "HEARTHLINE").subject == "Hearthline")
    #expect(reader.read(title: "", text: "late again", subject: "Other").subject == "Other")
  }

  @Test func traditionalAndSimplifiedAreFoundByEachOther() {
    let terms = Set(SearchTerms.of(FoldedText("晨星資料外洩，臺灣用戶後悔")))
    #expect(terms.isSuperset(of: SearchTerms.needed(for: FoldedText("资料外泄"))))
    #expect(terms.isSuperset(of: SearchTerms.needed(for: FoldedText("台湾"))))
    #expect(FoldedText("ＡＢＣ　１２").scalars == FoldedText("abc 12").scalars)
  }
}
