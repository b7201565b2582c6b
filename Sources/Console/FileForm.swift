import Desk
import HTTPServer

/// A form with files, as browsers send it.
enum FileForm {
  /// Its fields that are no files, by their names.
  /// - Returns: nil where one is no text.
  static func fields(_ parts: [Server.Part]) -> [String: [String]]? {
    var fields: [String: [String]] = [:]
    for part in parts where part.fileName == nil {
      // The database holds no NUL in a text.
      guard !part.bytes.contains(0), let value = String(validating: part.bytes, as: UTF8.self) else { return nil }
      fields[part.name, default: []].append(value.replacing("\r\n", with: "\n"))
    }
    return fields
  }

  /// The files that were chosen, by the names of their fields: of several, the first. Where none was, browsers send an empty one without
  /// a name.
  static func files(_ parts: [Server.Part]) -> [String: Step.HandedFile] {
    var files: [String: Step.HandedFile] = [:]
    for part in parts {
      guard let name = part.fileName, !name.isEmpty || !part.bytes.isEmpty, files[part.name] == nil else { continue }
      files[part.name] = Step.HandedFile(name, part.bytes, isWhole: part.isWhole)
    }
    return files
  }
}
