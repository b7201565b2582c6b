import Testing

@testable import Analysis

@Suite struct CueTests {
  private static let reader = TextReader()

  private static func read(_ text: String) -> (cues: [ContentCue], hurt: Int) {
    let reading = reader.read(title: "", text: text)
    return (ContentCue.set(reading.cues), reading.hurt)
  }

  @Test(
    "What is told at once, by who does what to whom",
    arguments: [
      ("Three dead in Nova crash", [ContentCue.death], 3), ("Nova ferry fire kills three", [.death], 3),
      ("诺瓦货车撞死一人", [.death], 1), ("客车侧翻，一死三伤", [.death, .injury], 4), ("事故致一死两伤", [.death, .injury], 3),
      ("司机当场毙命", [.death], 0), ("充电时起火，两名租客被烧死", [.death], 2), ("三名员工罹难", [.death], 3),
      ("三人受伤，无人死亡", [.injury], 3), ("No one was hurt", [], 0), ("无人死亡", [], 0), ("The battery died", [], 0),
      ("手机烧死机", [], 0), ("諾瓦資料外洩", [.leak], 0), ("個資外洩", [.leak], 0),
      ("Nova exposes millions of user records", [.leak], 0), ("客户名单在暗网出售", [.leak], 0), ("What if it leaks", [], 0),
      ("I recall the launch fondly", [], 0), ("Sue from Nova", [], 0), ("新品发布会记者云集", [], 0), ("会不会召回", [], 0),
      ("辟谣：没有召回计划", [.denial], 0), ("网传三人死亡", [.death], 3),
      ("Nova denies responsibility for the three deaths", [.death, .denial], 3),
      ("Her scooter caught fire. She didn't make it", [.death], 0), ("She didn't make it to the launch", [], 0),
      ("起火，一家三口没能跑出来", [.death], 3), ("Nova pulls every kettle over fire risk", [.recall], 0),
      ("He pulls the plug", [], 0), ("The FCC opens a probe", [.regulator], 0),
      ("FCC filing shows the new Nova", [], 0),
      ("Sued over false claims", [.lawsuit], 0), ("Reports of a data breach are 'complete nonsense'", [.denial], 0),
      ("I can see other people's orders", [.leak], 0), ("Other people's reviews helped me", [], 0),
      ("I'm a journalist and this laptop is perfect", [], 0), ("I would sue for that design", [], 0),
      ("有触电风险", [], 0), ("价格骨折", [], 0), ("我致电客服三次没人接", [], 0),
    ])
  func told(_ text: String, _ cues: [ContentCue], _ hurt: Int) {
    let reading = Self.read(text)
    #expect(reading.cues == cues, "\(text)")
    #expect(reading.hurt == hurt, "\(text)")
  }

  @Test func anOutageIsOneInTraditionalChineseToo() {
    #expect(Self.reader.read(title: "", text: "系統當機").kind == "service_outage")
  }

  @Test func theWordThatToldIsNamed() {
    let words = Self.reader.explain(title: "", text: "Nova denies a recall. Two workers died in the fire")
    #expect(words.contains { $0.word == "recall" && $0.means == ["denial"] })
    #expect(words.contains { $0.word == "died" && $0.means == ["death"] })
  }

  @Test func whatIsLearntFindsAndQuietsWhatTheGrammarCannot() {
    let grammar = TextReader(cues: nil)
    func cues(_ reader: TextReader, _ text: String) -> [ContentCue] {
      ContentCue.set(reader.read(title: "", text: text).cues)
    }
    let found = "Kestrel calls back 60,000 e-bikes for brake fault"
    #expect(cues(grammar, found) == [] && cues(Self.reader, found) == [.recall])
    let quiet = "How many trees have to die before you stop mailing me credit card offers?"
    #expect(cues(grammar, quiet) == [.death] && cues(Self.reader, quiet) == [])
  }

  @Test func aGraveClauseIsFoundInALongText() {
    let padding = "外观时尚小巧，屏幕亮度好，铃声很有质感，按键手感不错，电池也耐用，"
    let long = padding + padding + "上周充电时起火，两名租客被烧死，" + padding + padding
    #expect(Self.read(long).cues == [.death] && Self.read(long).hurt == 2)
    #expect(Self.read(padding + padding + padding).cues == [])
  }

  /// What the model silences counts nobody, and explains nothing.
  @Test func whoIsHurtIsCountedWhereItIsTold() {
    let text = "The film about a bomb that kills 300 people is on tonight. My charger exploded and burned my hand."
    #expect(Self.read(text).cues == [.injury] && Self.read(text).hurt == 0)
    #expect(!Self.reader.explain(title: "", text: text).contains { $0.word == "kills" && !$0.means.isEmpty })
    #expect(Self.read("Factory blast: 3 dead, 5 hurt").hurt == 8)
  }
}
