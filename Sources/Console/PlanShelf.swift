import Desk
import Ledger
import Plan
import Wording

/// Approved versions of the plan, as they were read a moment ago: each is frozen, and reading it and making its chapters takes longer than
/// everything else on its page. The names in it are a minute old at most.
actor PlanShelf {
  struct Book: Sendable {
    let edition: PlanEdition
    let chapters: [PlanChapter]
  }

  private struct Key: Hashable {
    let version: Int
    let language: Language
  }

  private var books: [Key: (book: Book, at: ContinuousClock.Instant)] = [:]
  private let clock = ContinuousClock()

  /// A version in a language.
  /// - Parameter ledger: of whoever asks; with it they have found the version, so that they may read it.
  func book(_ playbook: Playbooks.Playbook, _ language: Language, _ ledger: Ledger) async throws -> Book {
    let key = Key(version: playbook.version, language: language)
    let now = clock.now
    books = books.filter { now - $0.value.at < .seconds(60) }
    if let known = books[key] { return known.book }
    let edition = try await PlaybookPage.edition(playbook, ledger)
    let book = Book(edition: edition, chapters: PlanChapter.all(edition, language))
    if playbook.isApproved { books[key] = (book, now) }
    return book
  }
}
