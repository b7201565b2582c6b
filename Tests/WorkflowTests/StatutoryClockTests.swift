import Testing
import Wording
import Workflow

@Suite struct StatutoryClockTests {
  private let clocks = [
    StatutoryClock(
      code: "pipl-57", title: Bilingual("leak of personal information", "个人信息泄露须立即告知"), source: Bilingual("PIPL", "个保法")
    ),
    StatutoryClock(
      code: "cn-1h", title: Bilingual("report within 1 hour", "网络安全事件须 1 小时内报告"), source: Bilingual("R", "办法")),
    StatutoryClock(
      code: "cn-4h", title: Bilingual("report within 4 hours", "网络安全事件须 4 小时内报告"), source: Bilingual("R", "办法")),
  ]

  @Test(
    "A clock is meant by its code, its name, or words that no other has",
    arguments: [
      ("pipl-57", "pipl-57"), ("个人信息泄露须立即告知", "pipl-57"), ("个保法", "pipl-57"), ("Leak of", "pipl-57"),
      ("report within 1 hour", "cn-1h"), ("网络安全事件", nil), ("pipl", "pipl-57"), ("", nil), ("消防", nil),
    ] as [(String, String?)])
  func meant(_ typed: String, _ code: String?) {
    #expect(StatutoryClock.meant(by: typed, among: clocks)?.code == code)
  }
}
