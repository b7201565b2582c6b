import FoundationEssentials
import Wording

/// Text documents of others, read by pandoc.
public enum WordFile {
  /// Larger files are not read: a plan with its pictures is smaller.
  public static let largest = 20 << 20

  /// The words of a Word document (.docx) as Markdown; its pictures are left out.
  /// - Throws: `Failure` for a file that is too large or no such document, and where pandoc is missing.
  public static func markdown(_ bytes: [UInt8], environment: [String: String]) async throws -> String {
    guard bytes.count <= largest else {
      throw Failure(
        .data, Bilingual("The file is larger than 20 MB.", "文件超过 20 MB。"),
        advice: Bilingual("Take the pictures out, and save it again.", "请去掉图片后另存。"))
    }
    // A .docx is a ZIP archive.
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else {
      throw Failure(
        .data, Bilingual("This is no Word document (.docx).", "这不是 Word 文档（.docx）。"),
        advice: Bilingual("Save it as .docx, not as .doc or .pdf.", "请另存为 .docx，不能是 .doc 或 .pdf。"))
    }
    let made = try await PaperMaker.word.run(
      environment, ["--from", "docx", "--to", "gfm-raw_html", "--wrap", "none", "--sandbox"], input: bytes,
      needed: false)
    return String(decoding: made, as: UTF8.self)
  }
}
