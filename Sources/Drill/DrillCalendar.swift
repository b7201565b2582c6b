public import FoundationEssentials
import Wording

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
        "BEGIN:VEVENT", "UID:\(CalendarText.escaped(entry.uid))", "DTSTAMP:\(Self.stamp(now))",
        "DTSTART:\(Self.stamp(entry.starts))", "DTEND:\(Self.stamp(entry.starts.addingTimeInterval(entry.length)))",
        "SUMMARY:\(CalendarText.escaped(entry.title))", "DESCRIPTION:\(CalendarText.escaped(entry.note))", "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return CalendarText.document(lines)
  }

  /// `20261127T203000Z`.
  static func stamp(_ date: Date) -> String {
    date.ISO8601Format().filter { !"-:".contains($0) }
  }
}
