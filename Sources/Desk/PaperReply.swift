public import CommandLine
import FoundationEssentials
public import Papers
public import Wording

/// A document as the answer of a command.
public enum PaperReply {
  /// Shows the document in the terminal; with `--out`, writes it and says where. As JSON, the document as values.
  /// - Parameter figures: what JSON has beside the document.
  public static func reply(
    _ document: Document, _ invocation: Invocation, figures: [String: JSONValue] = [:]
  ) async throws -> Reply {
    if let path = invocation["out"] {
      try await document.write(to: path, environment: ProcessInfo.processInfo.environment)
      return Reply(
        Bilingual("Written: \(path)", "已写入：\(path)"),
        fields: [Reply.Field("file", Bilingual("File", "文件"), .text(path))])
    }
    var reply = Reply(
      verbatim: document.terminalText(),
      figures: .object(figures.merging(["document": try document.values]) { first, _ in first }))
    reply.content = document
    return reply
  }
}
