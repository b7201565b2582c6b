import FoundationEssentials

/// The files that the case reads.
enum JSONFiles {
  private static let bank = """
    # The press
    ## Who answers a call of the press?
    - [x] response
    - [ ] whoever takes it
    > It is said once, by one team.

    ## In which order?
    1. find out
    2. say it

    """

  /// Shortens the first half hour of an exported plan to 25 minutes.
  static func edit(_ folder: String) throws {
    let file = URL(filePath: folder + "/plan.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    for (before, after) in [("| 30 min |", "| 25 min |"), ("| 30 分钟 |", "| 25 分钟 |")] {
      if let range = text.firstRange(of: before) { text.replaceSubrange(range, with: after) }
    }
    try Data(text.utf8).write(to: file)
  }

  static func write(to folder: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/series", withIntermediateDirectories: true)
    func put(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }
    try put(
      "company.yaml",
      """
      company: {name: Nova, zone: Asia/Shanghai, size: small}
      targets:
        first_statement: {I: 3 h}
      """)
    try put(
      "mentions.jsonl",
      """
      {"id": "a1", "source": "forum", "published_at": "2023-11-08T04:12:00Z", "author": "ann", "text": "The phone is dead, login fails, terrible"}
      {"id": "a2", "source": "forum", "published_at": "2023-11-08T04:13:00Z", "author": "bob", "text": "No login here either"}
      """)
    try put("nothing.jsonl", "")
    try put("picture.png", "a picture")
    try put(
      "staff.csv",
      "number,name,department,head of department,login,language\n1,Ann,Sales,yes,he,en\n2,Bob,Sales,,,zh-CN\n")
    try put(
      "resources.csv", "item,name,amount\nmonitoring-tools,A first tool,2\nmonitoring-tools,A second tool,1\n")
    try put("contacts.csv", "name,outlet,beat\nAi Wu,The Daily,telephones\n")
    try put("feedback.csv", "text,from\nWhen is it mended?,employee\n")
    try put("bank.md", bank)
    try put("answers.txt", "Q: When does the login work?\nA: The login works again tomorrow.\n")
    try put(
      "feed.xml",
      "<rss version=\"2.0\"><channel><title>T t</title><link>http://example.com/</link><item><title>One thing</title>"
        + "<guid>g 1</guid><pubDate>Wed, 08 Nov 2023 04:12:00 GMT</pubDate></item></channel></rss>")
    try put(
      "labelled.jsonl",
      """
      {"text": "what a terrible disaster", "label": {"sentiment": "negative"}}
      {"text": "a great success, thank you", "label": {"sentiment": "positive"}}
      """)
    try put(
      "sentences.txt",
      "death: Three dead in Nova crash\n-: my battery is dead\nleak: nothing is said of it here\n-: Two workers died in the fire\nno label\n"
    )
    let rows = (0..<40).map {
      "2023-11-08 \($0 < 10 ? "0" : "")\($0 / 12):\($0 % 12 < 2 ? "0" : "")\($0 % 12 * 5):00,3"
    }
    try put("series/one.csv", "timestamp,value\n" + rows.joined(separator: "\n") + "\n")
  }
}
