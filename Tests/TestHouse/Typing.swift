import FoundationEssentials
import Glibc

/// A program at a terminal of its own (util-linux' `script` makes it), and somebody who types.
public final class Typing: Sendable {
  private let running: Running

  /// - Parameter size: columns and rows.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], size: (Int, Int) = (100, 40)
  ) throws {
    let words = ([Running.path(of: program)] + arguments).map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    let line = "stty cols \(size.0) rows \(size.1); exec " + words.joined(separator: " ")
    running = try Running(
      "/usr/bin/script", ["-qfec", line, "/dev/null"],
      environment: ["TERM": "xterm-256color", "SHELL": "/bin/sh"].merging(environment) { $1 }, takesInput: true)
  }

  /// Types some keys.
  public func type(_ keys: String) { running.type(keys) }

  /// Waits until the screen has been told a text, then types.
  public func type(_ keys: String, after text: String) async throws {
    try await awaitUntil("the screen says \(text); it says \(screen.suffix(500))") { self.screen.contains(text) }
    type(keys)
  }

  /// Everything that the terminal has been told so far, without the sequences that move and colour.
  public var screen: String {
    var text = ""
    var rest = running.printed[...]
    while let escape = rest.firstIndex(of: "\u{1B}") {
      text += rest[..<escape]
      rest = rest[rest.index(after: escape)...]
      if rest.first == "[" {
        rest = rest.dropFirst().drop { !("\u{40}"..."\u{7E}").contains($0) }.dropFirst()
      }
    }
    // A line break of a terminal is one character of two scalars.
    return String(String.UnicodeScalarView((text + rest).unicodeScalars.filter { $0 != "\r" }))
  }

  /// Waits until the program has ended; one that does not is killed.
  @discardableResult
  public func wait() async throws -> Int32 {
    do {
      try await awaitUntil("it ends; the screen says \(screen.suffix(500))") { self.running.hasEnded }
    } catch {
      running.kill(SIGKILL)
      throw error
    }
    return await running.wait()
  }

  public func kill(_ signal: Int32) { running.kill(signal) }
}

extension House {
  /// Where drafts of those who type here are kept.
  public var drafts: String { "/tmp/levee-state-\(database.name)" }

  /// A person of the house at a terminal.
  /// - Parameter editor: what `EDITOR` says; `true` leaves every text as it is.
  public func typing(
    _ person: String, _ program: String, _ arguments: [String], editor: String = "true", language: String = "en",
    size: (Int, Int) = (100, 40)
  ) throws -> Typing {
    try Typing(
      program, arguments,
      environment: [
        "PGDATABASE": database.name, "PGUSER": person, "EDITOR": editor, "LEVEE_LANGUAGE": language,
        "XDG_STATE_HOME": drafts,
      ], size: size)
  }
}
