import CommandLine
import Wording
import Workflow

extension Step {
  /// A file as a browser hands it over.
  public struct HandedFile: Sendable {
    /// What it is called there; no path, and nothing that could be one.
    public let name: String
    public let bytes: [UInt8]
    /// Whether all of it is here: what is too large is not kept.
    public let isWhole: Bool

    /// - Parameter name: as the browser says it.
    public init(_ name: String, _ bytes: [UInt8], isWhole: Bool = true) {
      self.name = Self.plain(name)
      self.bytes = bytes
      self.isWhole = isWhole
    }

    /// The last part of whatever path somebody sends, without what is no sign of a name.
    private static func plain(_ name: String) -> String {
      let last = name.split { "/\\".contains($0) }.last ?? ""
      let scalars = last.unicodeScalars.filter { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned: false
        default: scalar != "\u{FFFD}"
        }
      }
      var plain = String(String.UnicodeScalarView(scalars)).trimmingCharacters()
      // The ending says what it is, and stays.
      if plain.count > 120, let dot = plain.lastIndex(of: "."), plain.distance(from: dot, to: plain.endIndex) < 12 {
        plain = String(plain.prefix(100) + plain[dot...])
      }
      plain = String(plain.prefix(120))
      return ["", "-", ".", ".."].contains(plain) ? "file" : plain
    }
  }

  /// Bytes of a file that is handed over, at most: as much as the law takes of an attachment.
  public static let mostOfFile = 20_000_000

  /// Whether a file is handed over with it.
  public var takesFiles: Bool { command.parameters.contains(where: \.content.isFile) }

  /// The forms in which it makes a file, by their endings; empty where the file has a form of its own, nil where it makes none.
  public var forms: [String]? {
    guard onlyShows else { return nil }
    for parameter in command.parameters { if case .newFile(let endings) = parameter.content { return endings } }
    return nil
  }

  /// Whether it does nothing but make a file.
  public var onlyMakes: Bool {
    guard onlyShows else { return false }
    return command.parameters.contains { parameter in
      guard case .newFile(let endings) = parameter.content else { return false }
      return parameter.isRequired || endings.isEmpty
    }
  }

  static func endings(_ parameter: Parameter) -> [String] {
    if case .file(let endings) = parameter.content { endings } else { [] }
  }

  /// What somebody chose or pasted for a parameter; nil where they did neither.
  /// - Parameter files: those that the step has already, whose names are taken.
  func file(_ parameter: Parameter, _ filled: Filled, beside files: [Tray.File]) throws -> Tray.File? {
    let pasted = (filled.pasted[parameter.name] ?? "").trimmingCharacters()
    func free(_ name: String) -> String {
      var name = name
      while files.contains(where: { $0.name == name }) { name = "2-" + name }
      return name
    }
    guard let chosen = filled.files[parameter.name] else {
      guard !pasted.isEmpty, let ending = parameter.content.textEndings?.first else { return nil }
      return Tray.File(free("pasted." + ending), Array((pasted + "\n").utf8))
    }
    guard pasted.isEmpty else {
      throw Failure(
        .usage, Bilingual("A file was chosen, and text pasted; nothing was recorded.", "既选了文件，又粘贴了文字。未保存，未改动。"),
        advice: Bilingual("Do one of both.", "请只用其中一种方式。"))
    }
    guard chosen.isWhole else {
      throw Failure(
        .data,
        Bilingual("\(chosen.name) is larger than 20 MB; nothing was recorded.", "\(chosen.name) 超过 20 MB。未保存，未改动。"),
        advice: Bilingual("Send a smaller one, or keep it elsewhere and note where.", "请换较小的文件，或另行存放并注明位置。"))
    }
    return Tray.File(free(chosen.name), chosen.bytes)
  }

  /// A line that makes a file too, under a name of its own.
  func making(_ ending: String?, _ line: ParsedLine, _ language: Language) throws -> ParsedLine {
    var line = line
    for parameter in command.parameters {
      guard case .newFile(let endings) = parameter.content, !endings.isEmpty else { continue }
      guard let chosen = ending ?? (parameter.isRequired && endings.count == 1 ? endings[0] : nil) else { continue }
      guard endings.contains(chosen) else {
        throw Failure(
          .usage,
          Bilingual(
            "\"\(chosen)\" is none of the forms: \(endings.joined(separator: ", "))",
            "“\(chosen)”不在可选格式之中：\(endings.joined(separator: "、"))"))
      }
      let about = line.values.values.joined().filter { Reference($0) != nil }.sorted()
      let title = language == .chinese ? command.chinese : name.replacing(" ", with: "-")
      line.values[parameter.name] = [([title] + about).joined(separator: "-") + "." + chosen]
    }
    return line
  }
}
