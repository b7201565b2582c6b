public import FoundationEssentials

/// Drills as an iCalendar (RFC 5545), for people's own calendars.
public struct DrillCalendar: Sendable {
  /// One drill.
  public struct Entry: Sendable {
    public let uid: String
    public let title: String
    public let starts: Date
    /// Seconds.
    public let length: Double
    public let note: String

    public init(uid: String, title: String, starts: Date, length: Double, note: String) {
      self.uid = uid
      self.title = title
      self.starts = starts
      self.length = length
      self.note = note
    }
  }

  public var entries: [Entry]

  public init(entries: [Entry]) { self.entries = entries }

  /// The document.
  /// - Parameter now: when it is written.
  public func text(now: Date) -> String {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Levee//Drills//EN", "CALSCALE:GREGORIAN"]
    for entry in entries {
      lines += [
        "BEGIN:VEVENT", "UID:\(Self.escaped(entry.uid))", "DTSTAMP:\(Self.stamp(now))",
        "DTSTART:\(Self.stamp(entry.starts))", "DTEND:\(Self.stamp(entry.starts.addingTimeInterval(entry.length)))",
        "SUMMARY:\(Self.escaped(entry.title))", "DESCRIPTION:\(Self.escaped(entry.note))", "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.map { Self.folded($0) + "\r\n" }.joined()
  }

  /// `20261127T203000Z`.
  static func stamp(_ date: Date) -> String {
    date.ISO8601Format().filter { !"-:".contains($0) }
  }

  /// Text as section 3.3.11 wants it.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", ";", ",": escaped += "\\" + String(character)
      case "\n", "\r\n": escaped += "\\n"
      case "\r": break
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// Lines of at most 75 bytes, never cut within a character (section 3.1).
  static func folded(_ line: String) -> String {
    var folded = ""
    var room = 75
    for scalar in line.unicodeScalars {
      let bytes = String(scalar).utf8.count
      if bytes > room {
        folded += "\r\n "
        room = 74
      }
      folded.unicodeScalars.append(scalar)
      room -= bytes
    }
    return folded
  }
}
