import CommandLine
import Desk
import FoundationEssentials
import Ledger
import Secrets
import Spawning
import Wording
import Workflow

/// Approving with a signature of one's own: given along, or made here by ssh-keygen, with an agent, a file or a security token.
enum SignedApproval {
  /// The signature of an approval; nil where none was given and the playbook asks for none.
  /// - Throws: `Failure`, where one is asked for and cannot be made here.
  static func signature(of text: Reference, _ invocation: Invocation) async throws -> GivenSignature? {
    if invocation["signature"] != nil {
      guard let given = GivenSignature(try invocation.text("signature")) else {
        throw Failure(
          .data, Bilingual("This is no signature.", "这不是签名。"),
          advice: Bilingual(
            "It is what ssh-keygen -Y sign prints: --signature @FILE", "应为 ssh-keygen -Y sign 生成的内容：--signature @FILE"))
      }
      return given
    }
    guard let wanted = try await invocation.ledger.signingKeys.wanted(text), wanted.isAsked, invocation.terminal != nil
    else { return nil }
    let keys = wanted.keys.filter { $0.kind == .ssh }
    guard !keys.isEmpty else { return nil }
    return try await sign(wanted.message, with: keys, text, invocation.language)
  }

  /// Lets ssh-keygen sign, with the first of these keys that it can use. Where it has to ask for a passphrase or for a touch, it asks at
  /// the terminal.
  private static func sign(
    _ message: String, with keys: [SigningKeys.Key], _ text: Reference, _ language: Language
  ) async throws -> GivenSignature {
    let folder = FileManager.default.temporaryDirectory.appending(path: "levee-" + UUID().uuidString).path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.write(Array(message.utf8), to: folder + "/message")
    let given = ProcessInfo.processInfo.environment
    let environment = ["HOME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "DISPLAY", "TERM"].compactMap { name in
      given[name].map { "\(name)=\($0)" }
    }
    let files = OwnKeyFiles.all()
    for key in keys {
      var path = folder + "/key.pub"
      if let own = files.first(where: { Self.bytes($0.text) == key.bytes }) {
        path = own.path
      } else {
        try OutputFile.write(Array(line(key.bytes).utf8), to: path)
      }
      do throws(ChildFault) {
        try await ChildProgram.run(
          "/usr/bin/ssh-keygen",
          ["-q", "-Y", "sign", "-f", path, "-n", SSHSignature.namespace, folder + "/message"], input: [],
          environment: environment, within: 120)
      } catch {
        continue
      }
      if let made = GivenSignature(try Input.text("@" + folder + "/message.sig")) { return made }
    }
    throw Failure(
      .unavailable,
      Bilingual(
        "This approval needs your signature, and ssh-keygen could not make it with: \(keys.map(\.label).joined(separator: ", "))",
        "批准须要签名，ssh-keygen 无法用以下密钥签名：\(keys.map(\.label).joined(separator: "、"))"),
      advice: Bilingual(
        "Nothing was recorded. Load the key (ssh-add), or sign elsewhere what levee-leadership to-sign \(text) prints, and give --signature @FILE.",
        "未保存，未改动。请先加载密钥（ssh-add），或另行对 levee-leadership to-sign \(text) 的内容签名，再用 --signature @FILE 提交。"))
  }

  private static func bytes(_ line: String) -> [UInt8]? {
    if case .ssh(let bytes) = NewSigningKey(line) { bytes } else { nil }
  }

  /// A key as a line of a .pub file, for an agent that has its other half.
  private static func line(_ bytes: [UInt8]) -> String {
    let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    return String(decoding: bytes.dropFirst(4).prefix(length), as: UTF8.self) + " " + Data(bytes).base64EncodedString()
      + "\n"
  }

  static let toSign = Command(
    "to-sign", "待签内容",
    Bilingual(
      "print what is signed by approving a text: for ssh-keygen -Y sign -n levee",
      "输出批准时要签名的内容，供 ssh-keygen -Y sign -n levee 使用"),
    [ReviewCommands.text], to: .show
  ) { invocation in
    let reference = try ReviewCommands.exactly(invocation)
    guard let wanted = try await invocation.ledger.signingKeys.wanted(reference) else {
      throw LedgerError.unknown(reference)
    }
    var reply = Reply(fields: [
      Reply.Field("message", Bilingual("To sign", "待签内容"), .text(wanted.message)),
      Reply.Field("asked", Bilingual("Asked for", "须要签名"), .flag(wanted.isAsked)),
    ])
    // Whoever prints it ends the line.
    reply.verbatim = String(wanted.message.dropLast())
    return reply
  }
}
