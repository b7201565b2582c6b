import Wording

/// Several texts in one file to edit, each under a line that names it. Pure.
///
/// Lines that begin with `#` before the first section are a note for the writer. A line that begins with `>>> ` opens a
/// section: its name, then words for the reader.
package struct EditedSections: Equatable {
  package struct Section: Equatable {
    var name: String
    var label: String
    var text: String

    package init(name: String, label: String, text: String) {
      self.name = name
      self.label = label
      self.text = text
    }
  }

  var note: String
  var sections: [Section]

  package init(note: String, sections: [Section]) {
    self.note = note
    self.sections = sections
  }

  private static let mark = ">>> "

  /// The file.
  package var file: String {
    var lines = note.split(separator: "\n", omittingEmptySubsequences: false).map { "# " + $0 }
    for section in sections {
      lines += ["", Self.mark + section.name + (section.label.isEmpty ? "" : "  " + section.label), section.text]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the file says, by the sections' names; blank lines around a text are no part of it.
  package static func read(_ file: String) -> [String: String] {
    var texts: [String: String] = [:]
    var name: String?
    var lines: [Substring] = []
    func close() {
      if let name { texts[name] = lines.joined(separator: "\n").trimmingCharacters() }
    }
    for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(mark) {
        close()
        name = line.dropFirst(mark.count).split(separator: " ").first.map(String.init)
        lines = []
      } else {
        lines.append(line)
      }
    }
    close()
    return texts
  }
}
