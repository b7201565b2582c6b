import Glibc
import Wording

/// The person's own editor, on a file that outlives a refusal: what somebody wrote is removed only once it is recorded.
package struct Editor {
  /// What to run: `VISUAL`, `EDITOR`, or the first of Debian's that is there.
  private let command: String
  /// Where texts that are being written are kept.
  package let drafts: Drafts

  /// What came of a text.
  package struct Edited {
    package let text: String
    package let path: String
    /// Whether the editor wrote the file: whoever leaves it without saving wants nothing recorded.
    package let isSaved: Bool
  }

  package init(environment: [String: String], drafts: Drafts) {
    command =
      ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
      ?? ["/usr/bin/sensible-editor", "/usr/bin/nano", "/usr/bin/vi"].first { access($0, X_OK) == 0 } ?? "vi"
    self.drafts = drafts
  }

  /// What a file is told apart by, after a while: who saves it writes it, or puts another in its place.
  private static func state(_ path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
  }

  /// Lets the person edit a text.
  /// - Parameter name: of the draft, for the editor's title and for who comes back to it.
  package func edit(_ text: String, name: String) throws -> Edited {
    let path = try drafts.path(name)
    try OutputFile.write(Array(text.utf8), to: path)
    let before = Self.state(path)
    var arguments: [UnsafeMutablePointer<CChar>?] = [
      "sh", "-c", command + " \"$1\"", "sh", path,
    ].map { (word: String) in strdup(word) }
    arguments.append(nil)
    defer { arguments.forEach { free($0) } }
    // A thread of Dispatch blocks nearly all signals; an editor is told by signals that its window has another size.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child = pid_t()
    let code = posix_spawn(&child, "/bin/sh", nil, &attributes, &arguments, environ)
    var status: Int32 = 0
    if code == 0 { while waitpid(child, &status, 0) < 0, errno == EINTR {} }
    guard code == 0, status == 0 else {
      throw Failure(
        .unavailable, Bilingual("The editor did not end well: \(command)", "编辑器未正常结束：\(command)"),
        advice: Bilingual(
          "Set EDITOR, or give the text on the command line (@FILE). The text is kept in \(path)",
          "请设置 EDITOR，或在命令行给出文字（@文件）。文字保留在 \(path)"))
    }
    // An editor from elsewhere may end its lines with CR LF, which Swift takes for one character.
    let bytes = try Input.bytes(path).filter { $0 != UInt8(ascii: "\r") }
    return Edited(text: try TypedText.text(bytes), path: path, isSaved: Self.state(path) != before)
  }
}
