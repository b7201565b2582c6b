import FoundationEssentials
import Wording

/// The words that every form of a document says of itself.
extension Document {
  /// `内部 · 第 3 期 · 2026-11-27 18:05`: what stands above the title, without what is not said.
  var marks: [String] { [issuer, confidentiality, number, TimeFormat.zoned(date)].filter { !$0.isEmpty } }

  /// `报送：张三、李四`; nil without recipients.
  var sentTo: String? {
    guard !recipients.isEmpty else { return nil }
    return Bilingual(
      "To: " + recipients.joined(separator: ", "), "报送：" + recipients.joined(separator: "、"))[language]
  }
}

extension Quotation {
  /// `——陈敏`, behind the words.
  var attribution: String? { source.isEmpty ? nil : "—— " + source }
}
