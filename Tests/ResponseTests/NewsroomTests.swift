import FoundationEssentials
import Glibc
import Testing
import Workflow

@testable import Ledger
@testable import Response

@Suite struct NewsroomTests {
  private func text(title: String, body: String, isExercise: Bool = false) -> Deliveries.Text {
    Deliveries.Text(
      incident: Reference(.incident, 1), incidentTitle: "x", statement: Reference(.statement, 2, revision: 1),
      digest: String(repeating: "ab", count: 32), rendition: "web", channel: "newsroom", folder: "",
      transport: nil, isExercise: isExercise,
      language: "en", title: title, body: body, approvedAt: Date(timeIntervalSince1970: 0), withdrawnAt: nil)
  }

  @Test func markupInATextStaysText() {
    let page = NewsroomPage.statement(
      text(title: "<script>alert(1)</script>", body: "a & b\n\"><img src=x onerror=y>\u{1B}[2J"), at: .distantPast)
    #expect(!page.contains("<script>"))
    #expect(!page.contains("<img"))
    #expect(!page.contains("\u{1B}"))
    #expect(page.contains("a &amp; b"))
  }

  @Test func anExerciseIsMarkedEverywhere() {
    let text = text(title: "T", body: "B", isExercise: true)
    #expect(NewsroomPage.statement(text, at: .distantPast).contains("演练 · EXERCISE"))
    let published = [
      Deliveries.Published(address: "x", postedAt: Date(timeIntervalSince1970: 0), withdrawnAt: nil, text: text)
    ]
    #expect(NewsroomPage.front(published).contains("演练 · EXERCISE"))
    #expect(NewsroomPage.atom(published).contains("【演练 EXERCISE】"))
    #expect(!NewsroomPage.statement(self.text(title: "T", body: "B"), at: .distantPast).contains("EXERCISE"))
  }

  @Test func aWithdrawnTextKeepsItsPlaceAndShowsItsWordsNoMore() {
    let text = text(title: "T & T", body: "what was wrong")
    let published = [
      Deliveries.Published(
        address: "x", postedAt: Date(timeIntervalSince1970: 0), withdrawnAt: Date(timeIntervalSince1970: 60), text: text
      )
    ]
    #expect(NewsroomPage.front(published).contains("<s>T &amp; T</s>"))
    let feed = NewsroomPage.atom(published)
    #expect(!feed.contains("what was wrong"))
    #expect(feed.contains("This statement was withdrawn."))
    #expect(feed.contains("<updated>1970-01-01T00:01:00.000Z</updated>"))
    let page = NewsroomPage.withdrawn(text, at: Date(timeIntervalSince1970: 60))
    #expect(page.contains("This statement was withdrawn.") && !page.contains("what was wrong"))
  }

  @Test func aPageIsWrittenWholeAndTwiceIsTheSameAsOnce() throws {
    let folder = "/tmp/levee-newsroom-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let newsroom = Newsroom(folder: folder)
    let path = try newsroom.publish(text(title: "T", body: "B"), at: Date(timeIntervalSince1970: 0))
    let once = try Data(contentsOf: URL(filePath: path))
    #expect(try newsroom.publish(text(title: "T", body: "B"), at: Date(timeIntervalSince1970: 0)) == path)
    #expect(try Data(contentsOf: URL(filePath: path)) == once)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() {
    let fault = #expect(throws: Newsroom.Fault.self) {
      try Newsroom(folder: "/proc/none").publish(text(title: "T", body: "B"), at: .distantPast)
    }
    #expect(fault?.path.hasPrefix("/proc/none") == true)
  }
}
