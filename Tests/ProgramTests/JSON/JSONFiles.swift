import FoundationEssentials

/// The files that the case reads.
enum JSONFiles {
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
        first_statement: {I: 2 h}
      """)
    try put(
      "mentions.jsonl",
      """
      {"id": "a1", "source": "forum", "published_at": "2023-11-08T04:12:00Z", "author": "ann", "text": "The phone is dead, login fails, terrible"}
      {"id": "a2", "source": "forum", "published_at": "2023-11-08T04:13:00Z", "author": "bob", "text": "No login here either"}
      """)
    try put("nothing.jsonl", "")
    try put("picture.png", "a picture")
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
    let rows = (0..<40).map {
      "2023-11-08 \($0 < 10 ? "0" : "")\($0 / 12):\($0 % 12 < 2 ? "0" : "")\($0 % 12 * 5):00,3"
    }
    try put("series/one.csv", "timestamp,value\n" + rows.joined(separator: "\n") + "\n")
  }
}
