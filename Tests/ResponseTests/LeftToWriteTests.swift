import Testing

@testable import Response

/// A text that still is its template's skeleton is told from one that was written.
@Suite struct LeftToWriteTests {
  private let template = "Sorry.\n\nWhat we know:\n{facts}\n\nWhat we are doing:\n\nWhat you can do:\n\nMore follows."

  @Test(arguments: [
    (
      "Sorry.\n\nWhat we know:\n\nWhat we are doing:\n\nWhat you can do:\n",
      [
        "What we know", "What we are doing", "What you can do",
      ]
    ),
    ("Sorry.\n\nWhat we know:\nIt burns.\n\nWhat we are doing:\n\nWhat you can do:\nUnplug it.", ["What we are doing"]),
    ("What we know:\nIt burns.\n\nWhat we are doing:\nWe stop sales.\n\nWhat you can do:\n\nUnplug it.", []),
    // A heading of one's own may have one under it; a text without headings lacks none.
    ("What to do:\nIf it is hot:\nunplug it", []), ("It burns.", []), ("", []),
  ]) func aHeadingWithNothingUnderItIsNamed(text: String, empty: [String]) {
    #expect(LeftToWrite.headings(under: template, in: text) == empty)
  }
}
