import Ledger
import Desk
import FoundationEssentials
import Glibc
import HTTPServer
import Wording
import Workflow

/// The settings of a service: what its file says, and what the command line says instead.
///
/// The file has a line for each setting, `key = value`; a line that begins with `#` is a comment. What it does not name is
/// libpq's own (`PGHOST`, `PGSERVICE`, the password file).
struct ServiceSettings: Sendable {
  var database = ""
  var every = Duration.seconds(5)
  var listen: Address?
  var environment: [String: String]

  /// One thing that is wrong in a file.
  struct Fault: Error, Sendable {
    let line: Int
    let sentence: Bilingual
  }

  enum Key: String, CaseIterable {
    case database, every, listen, programs, credentials, plan
    case readingPage = "reading-page"
    case readingLink = "reading-link"
  }

  /// - Parameter environment: the process's.
  init(team: Team, environment: [String: String]) {
    self.environment = environment
    listen = Address("127.0.0.1:\(Endpoints.port(of: team))")
  }

  /// Takes over what a file says.
  /// - Returns: everything that is wrong, by line.
  mutating func read(_ text: String) -> [Fault] {
    var faults: [Fault] = []
    var seen: [Key: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.trimmingCharacters()
      if words.isEmpty || words.hasPrefix("#") { continue }
      do throws(Wrong) {
        guard let equals = words.firstIndex(of: "=") else {
          throw Wrong(Bilingual("a line is written: key = value", "每行应写作：键 = 值"))
        }
        let name = words[..<equals].trimmingCharacters()
        guard let key = Key(rawValue: name) else {
          let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
          throw Wrong(
            Bilingual(
              "there is no setting \"\(SafeText.line(name))\"; there are: \(known)",
              "没有名为“\(SafeText.line(name))”的设置；可用的有：\(known)"))
        }
        if let before = seen[key] {
          throw Wrong(Bilingual("\(name) was set on line \(before) already", "\(name) 已在第 \(before) 行设置"))
        }
        seen[key] = index + 1
        try set(key, words[words.index(after: equals)...].trimmingCharacters())
      } catch {
        faults.append(Fault(line: index + 1, sentence: error.sentence))
      }
    }
    return faults
  }

  private struct Wrong: Error {
    let sentence: Bilingual
    init(_ sentence: Bilingual) { self.sentence = sentence }
  }

  private mutating func set(_ key: Key, _ value: String) throws(Wrong) {
    switch key {
    case .database:
      if let sentence = Self.problem(database: value, environment) { throw Wrong(sentence) }
      database = value
    case .every:
      guard let seconds = Double(value), let every = LookingInterval.duration(seconds: seconds) else {
        throw Wrong(LookingInterval.rule)
      }
      self.every = every
    case .listen:
      guard let listen = Self.address(value) else { throw Wrong(Self.addressRule) }
      self.listen = listen.address
    case .plan: environment["LEVEE_PLAN"] = value
    case .readingPage:
      guard Address(value) != nil else {
        throw Wrong(
          Bilingual(
            "reading-page is an IP address and a port, as 127.0.0.1:9420", "reading-page 应为 IP 地址与端口，如 127.0.0.1:9420"))
      }
      environment["LEVEE_READING_PAGE"] = value
    case .readingLink:
      guard value.hasPrefix("https://") || value.hasPrefix("http://"), !value.contains(where: \.isWhitespace) else {
        throw Wrong(
          Bilingual(
            "reading-link is where people find the reading page, as https://levee.example.com/read/",
            "reading-link 应为员工访问阅知页面的网址，如 https://levee.example.com/read/"))
      }
      environment["LEVEE_READING_LINK"] = value.hasSuffix("/") ? value : value + "/"
    case .programs, .credentials:
      var isFolder = false
      guard FileManager.default.fileExists(atPath: value, isDirectory: &isFolder), isFolder else {
        throw Wrong(Bilingual("there is no folder \(SafeText.line(value))", "没有文件夹 \(SafeText.line(value))"))
      }
      environment[key == .programs ? "LEVEE_PROGRAMS" : "LEVEE_CREDENTIALS"] = value
    }
  }

  static let addressRule = Bilingual(
    "listen is an IP address and a port, as 127.0.0.1:9410, or off", "listen 应为 IP 地址与端口，如 127.0.0.1:9410，或 off")

  /// An address to listen on as it is written; nil when it is none. `off` is an answer too: nowhere.
  static func address(_ text: String) -> (address: Address?, Void)? {
    if text == "off" { return (nil, ()) }
    return Address(text).map { ($0, ()) }
  }

  /// What is wrong with a connection string; nil when nothing is.
  private static func problem(database: String, _ environment: [String: String]) -> Bilingual? {
    let values: [String: String]
    do {
      values = try Ledger.Address(database).values
    } catch {
      return Bilingual(
        "libpq cannot read this: \(SafeText.line(error.description))", "libpq 无法读取：\(SafeText.line(error.description))")
    }
    if values["password"] != nil {
      return Bilingual(
        "a password does not stand here: put it into a password file (passfile=…, mode 0600)",
        "这里不能写密码。请放入密码文件（passfile=…，权限 0600）")
    }
    guard let passfile = values["passfile"] ?? environment["PGPASSFILE"] else { return nil }
    var file = stat()
    guard stat(passfile, &file) == 0 else {
      return Bilingual("there is no password file \(SafeText.line(passfile))", "没有密码文件 \(SafeText.line(passfile))")
    }
    guard file.st_mode & 0o077 == 0 else {
      return Bilingual(
        "others may read the password file \(SafeText.line(passfile)): chmod 600",
        "他人可读取密码文件 \(SafeText.line(passfile))：请执行 chmod 600")
    }
    return nil
  }
}
