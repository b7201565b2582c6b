/// A number of things in English: `1 mention`, `2 mentions`.
/// - Parameter noun: in the singular; its plural ends in s.
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
