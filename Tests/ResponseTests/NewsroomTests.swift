import Service
import FoundationEssentials
import Glibc
import Testing
import Workflow

@testable import Ledger
@testable import Response

@Suite struct NewsroomTests {
  static let digest = String(repeating: "ab", count: 32)
  static let start = Date(timeIntervalSince1970: 1_795_000_000)

  static func item(
    _ number: Int, _ language: String = "en", title: String = "T", body: String = "B", isExercise: Bool = false,
    withdrawnAt: Date? = nil, corrects: [Int] = [], correctedBy: [Int] = [], of statement: Int? = nil
  ) -> Deliveries.Published {
    let text = Deliveries.Text(
      incident: Reference(.incident, 1), incidentTitle: "x",
      statement: Reference(.statement, statement ?? number, revision: 1), digest: digest,
      rendition: "web-\(language.lowercased())", channel: "newsroom", folder: "", site: "", transport: nil,
      isExercise: isExercise, language: language, title: title, body: body, approvedAt: start, withdrawnAt: nil)
    return Deliveries.Published(
      delivery: Reference(.delivery, number), postedAt: start + Double(number * 60), withdrawnAt: withdrawnAt,
      checksum: String(repeating: "cd", count: 32), corrects: corrects.map { Reference(.delivery, $0) },
      correctedBy: correctedBy.map { Reference(.delivery, $0) }, text: text)
  }

  static func site(
    _ items: [Deliveries.Published], company: Company? = nil, address: String = "", languages: [String] = ["en"],
    ahead: Int = 0
  ) -> NewsroomSite {
    NewsroomSite(
      company: company, title: "Newsroom", address: address, languages: languages,
      clock: NewsroomClock(
        zone: company?.zone ?? "UTC",
        ahead: Dictionary(
          items.flatMap { [$0.postedAt, $0.withdrawnAt].compactMap { $0 } }.map { ($0, ahead) }
        ) { first, _ in first }),
      items: items)
  }

  static func file(_ name: String, of site: NewsroomSite) -> String {
    site.files.first { $0.name == name }?.content ?? ""
  }

  static func page(_ item: Deliveries.Published, of site: NewsroomSite) -> String {
    file(NewsroomSite.pageName(of: item.text), of: site)
  }

  /// What a reader sees of a page: no head, no tags.
  static func seen(_ page: String) -> String {
    let body = page.split(separator: "<body>").last ?? ""
    var text = ""
    var isTag = false
    for character in body {
      if character == "<" {
        isTag = true
      } else if character == ">" {
        isTag = false
      } else if !isTag {
        text.append(character)
      }
    }
    return text
  }

  @Test func markupInATextStaysText() {
    let item = Self.item(
      1, title: "<script>alert(1)</script>", body: "a & b\n\"><img src=x onerror=y>\u{1B}[2J\n- one\n- two")
    let site = Self.site(
      [item],
      company: Company(
        name: "<b>Acme</b>", nameInEnglish: "<b>Acme</b>", contact: "\"><script>", zone: "UTC",
        mark: "data:image/png;base64,\"><script>"))
    for file in site.files where file.name.hasSuffix(".html") || file.name.hasSuffix(".atom") {
      #expect(file.content?.contains("<script>") == false && file.content?.contains("<img src=x") == false)
      #expect(file.content?.contains("\u{1B}") == false && file.content?.contains("<b>") == false)
    }
    #expect(Self.page(item, of: site).contains("a &amp; b"))
    #expect(Self.page(item, of: site).contains("<li>one</li>"))
  }

  @Test func anExerciseIsMarkedEverywhere() {
    let drill = Self.item(1, isExercise: true)
    let site = Self.site([drill])
    for file in site.files where file.name.hasSuffix(".html") {
      #expect(file.content?.contains("演练 · EXERCISE") == true, "\(file.name)")
    }
    #expect(Self.file("feed.atom", of: site).contains("【演练 EXERCISE】"))
    let real = Self.site([Self.item(1)])
    #expect(!real.files.contains { $0.content?.contains("EXERCISE") == true })
  }

  @Test func aPageSaysWhoseItIsWhenAndHowToReachThem() {
    let item = Self.item(1, "zh-CN", title: "情况说明")
    let company = Company(
      name: "星河科技", nameInEnglish: "Xinghe", contact: "press@xinghe.example", zone: "Asia/Shanghai", mark: "星")
    let site = Self.site([item], company: company, languages: ["en", "zh-CN"], ahead: 28_800)
    let page = Self.page(item, of: site)
    #expect(page.contains("<html lang=\"zh-CN\" dir=\"ltr\">"))
    #expect(page.contains("<title>情况说明 – 星河科技</title>") && page.contains(">星</span>"))
    #expect(page.contains("+08:00\">") && page.contains("（北京时间）"))
    #expect(page.contains("<a href=\"mailto:press@xinghe.example\">"))
    // Its own language has the first list; each language has one, in its own words.
    #expect(Self.file("index.html", of: site).contains("情况说明"))
    let english = Self.file("index.en.html", of: site)
    #expect(!english.contains("情况说明") && english.contains("Xinghe") && english.contains("Nothing has been published"))
  }

  @Test func aTextIsLinkedToItselfInOtherLanguages() {
    let (chinese, english) = (Self.item(1, "zh-CN", title: "甲", of: 7), Self.item(2, "en", title: "A", of: 7))
    let other = Self.item(3, "en", title: "Another")
    let site = Self.site([other, english, chinese], address: "https://acme.example/news", languages: ["en", "zh-CN"])
    let page = Self.page(english, of: site)
    let name = NewsroomSite.pageName(of: chinese.text)
    #expect(page.contains("<link rel=\"alternate\" hreflang=\"zh-CN\" href=\"https://acme.example/news/\(name)\">"))
    #expect(page.contains("<a href=\"\(name)\" hreflang=\"zh-CN\" lang=\"zh-CN\""))
    // Where there is no translation, its language's list.
    #expect(!Self.page(other, of: site).contains("rel=\"alternate\" hreflang"))
    #expect(Self.page(other, of: site).contains("<a href=\"index.html\" hreflang=\"zh-CN\""))
  }

  @Test func aCorrectionIsSeenOnWhatItCorrects() {
    let wrong = Self.item(1, title: "Wrong", body: "old words", correctedBy: [5])
    let right = Self.item(5, title: "Right", corrects: [1])
    let site = Self.site([right, wrong], address: "https://acme.example/")
    let (old, new) = (Self.page(wrong, of: site), Self.page(right, of: site))
    #expect(
      old.contains("has been corrected")
        && old.contains("<a href=\"\(NewsroomSite.pageName(of: right.text))\">Right</a>"))
    #expect(
      new.contains("corrects an earlier")
        && new.contains("<a href=\"\(NewsroomSite.pageName(of: wrong.text))\">Wrong</a>"))
    let list = Self.file("index.html", of: site)
    #expect(list.contains(">Corrected</span>") && list.contains(">Correction</span>"))
    let feed = Self.file("feed.atom", of: site)
    #expect(feed.contains("<title>[Corrected] Wrong</title>"))
    // Both entries, and the feed, changed when the correction came out.
    #expect(feed.split(separator: "<updated>\(site.clock.iso(right.postedAt))</updated>").count == 4)
    #expect(old.contains("old words</p>"))
  }

  @Test func aWithdrawnTextKeepsItsPlaceAndNoneOfItsWords() {
    let gone = Self.item(1, title: "What was wrong", body: "every word", withdrawnAt: Self.start + 3600)
    let site = Self.site([gone])
    for file in site.files {
      #expect(file.content?.contains("What was wrong") != true && file.content?.contains("every word") != true)
    }
    #expect(Self.page(gone, of: site).contains("This statement has been withdrawn"))
    #expect(Self.file("index.html", of: site).contains("This statement has been withdrawn"))
    let feed = Self.file("feed.atom", of: site)
    #expect(feed.contains("This statement has been withdrawn."))
    #expect(feed.contains("<updated>\(site.clock.iso(Self.start + 3600))</updated>"))
    #expect(site.files.contains(NewsroomSite.File(name: NewsroomSite.textName(of: gone.text), content: nil)))
  }

  @Test func aCodeIsInThePagesMetadataAndWhereItIsExplainedOnly() {
    let item = Self.item(1, title: "T", body: "B")
    let site = Self.site([item])
    let page = Self.page(item, of: site)
    #expect(page.contains("<meta name=\"levee-digest\" content=\"sha-256 \(Self.digest)\">"))
    #expect(!Self.seen(page).contains("abab"))
    #expect(!Self.seen(Self.file("index.html", of: site)).contains("abab"))
    let verify = Self.file(NewsroomSite.verifyName(of: item.text), of: site)
    #expect(verify.contains(item.checksum) && verify.contains(Self.digest) && verify.contains("sha256sum"))
    #expect(Self.file(NewsroomSite.textName(of: item.text), of: site) == "T\n\nB\n")
  }

  @Test func aFeedNamesWholeAddressesAndThingsThatLast() {
    let item = Self.item(1)
    let id = UUID()
    let site = NewsroomSite(
      company: nil, title: "Newsroom", address: "https://acme.example/news", languages: ["en"], feedNames: ["": id],
      clock: .utc, items: [item])
    let feed = Self.file("feed.atom", of: site)
    #expect(feed.contains("<id>urn:uuid:\(id.uuidString.lowercased())</id>"))
    #expect(feed.contains("<id>urn:uuid:\(item.entry.uuidString.lowercased())</id>"))
    #expect(feed.contains("rel=\"self\" type=\"application/atom+xml\" href=\"https://acme.example/news/feed.atom\""))
    #expect(feed.contains("href=\"https://acme.example/news/\(NewsroomSite.pageName(of: item.text))\""))
    // Nothing new, nothing changed: a feed without texts keeps its time.
    #expect(Self.file("feed.atom", of: Self.site([])) == Self.file("feed.atom", of: Self.site([])))
  }

  @Test(
    "The way a language is written",
    arguments: [
      ("ar", "rtl"), ("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("ur-PK", "rtl"), ("az-Arab", "rtl"),
      ("ku-Latn", "ltr"), ("en", "ltr"), ("zh-CN", "ltr"), ("zh-Hant-TW", "ltr"), ("pa", "ltr"), ("uz-arab-AF", "rtl"),
    ])
  func direction(_ tag: String, _ direction: String) {
    #expect(PageLanguage(tag).direction == direction)
    let item = Self.item(1, tag)
    #expect(Self.page(item, of: Self.site([item])).contains("<html lang=\"\(tag)\" dir=\"\(direction)\">"))
  }

  @Test func timesAreInTheCompanysZone() {
    let date = Date(timeIntervalSince1970: 1_795_000_000)  // 2026-11-18T11:06:40Z
    func clock(_ zone: String, _ ahead: Int) -> NewsroomClock { NewsroomClock(zone: zone, ahead: [date: ahead]) }
    #expect(clock("UTC", 0).iso(date) == "2026-11-18T11:06:40Z")
    #expect(clock("Asia/Shanghai", 28_800).words(date, in: .chinese) == "2026 年 11 月 18 日 19:06（北京时间）")
    #expect(clock("Asia/Shanghai", 28_800).words(date, in: .english) == "18 November 2026, 19:06 (Beijing time, UTC+8)")
    #expect(clock("Asia/Kolkata", 19_800).words(date, in: .english) == "18 November 2026, 16:36 (UTC+5:30)")
    #expect(clock("America/New_York", -18_000).iso(date) == "2026-11-18T06:06:40-05:00")
  }

  @Test func aFileIsWrittenWholeAndTwiceIsTheSameAsOnce() throws {
    let folder = "/tmp/levee-newsroom-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let item = Self.item(1)
    let files = Self.site([item]).files
    try PublicFolder(folder).put(files.map(\.written))
    func inodes() -> [UInt64] {
      files.map {
        var info = stat()
        #expect(stat(folder + "/" + $0.name, &info) == 0)
        return UInt64(info.st_ino)
      }
    }
    let once = inodes()
    try PublicFolder(folder).put(files.map(\.written))
    #expect(inodes() == once)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == files.count)
    // Taken down: the text itself is in no file.
    let gone = Self.item(1, withdrawnAt: Self.start)
    try PublicFolder(folder).put(Self.site([gone]).files.map(\.written))
    #expect(!FileManager.default.fileExists(atPath: folder + "/" + NewsroomSite.textName(of: item.text)))
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() {
    let fault = #expect(throws: PublicFolder.Fault.self) {
      try PublicFolder("/proc/none").put([.init("x", [0x79])])
    }
    #expect(fault?.path.hasPrefix("/proc/none") == true)
  }
}
