import Feeds
import FoundationEssentials
import Fuzz

/// What must hold of any date and of any markup that is read.
enum TextTrial {
  /// When everything is read.
  static let now = 1_800_000_000.0

  static func hasControls(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }

  static func complaints(_ written: FuzzedDate) -> [String] {
    let reader = DateReader(now: Date(timeIntervalSince1970: now))
    let date = reader.date(written.text)
    var complaints = complaints(of: date)
    if let meant = written.meant, abs((date?.timeIntervalSince1970 ?? 0) - meant) > 0.01 {
      complaints.append(
        "\(written.text) is read as \(String(describing: date)), not \(Date(timeIntervalSince1970: meant))")
    }
    if reader.date(" \(written.text)\n") != date {
      complaints.append("\(written.text) is read otherwise with space around it")
    }
    for language in ["zh", "ja", "ko", "en", "de"] {
      for zone in [0, 28_800, -18_000] {
        let offsets = ZoneOffsets([(from: Date(timeIntervalSince1970: 0), seconds: zone)])
        let reader = DateReader(zone: offsets, language: language, now: Date(timeIntervalSince1970: now))
        complaints += Self.complaints(of: reader.date(written.text))
      }
    }
    return complaints
  }

  /// The years from 1 to 9999, in any zone.
  static func complaints(of date: Date?) -> [String] {
    guard let seconds = date?.timeIntervalSince1970 else { return [] }
    return (-62_135_683_200...253_402_387_200).contains(seconds) ? [] : ["a date \(seconds) s from 1970"]
  }

  static func complaints(markup: String) -> [String] {
    let plain = Markup.plain(markup)
    var complaints: [String] = []
    if hasControls(plain) { complaints.append("a control character in \(plain.debugDescription.prefix(200))") }
    if plain.utf8.count > markup.utf8.count { complaints.append("\(plain.utf8.count) bytes of \(markup.utf8.count)") }
    if plain.hasPrefix(" ") || plain.hasSuffix(" ") || plain.contains("  ") { complaints.append("spaces are left") }
    return complaints
  }
}
