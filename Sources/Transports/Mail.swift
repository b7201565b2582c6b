import FoundationEssentials

/// Mail through the machine's own `sendmail`, which every mail server of Debian brings.
public enum Mail {
  /// The program, as the mail servers of Debian install it; `LEVEE_SENDMAIL` names another.
  static func program(_ environment: [String: String]) -> String {
    environment["LEVEE_SENDMAIL"] ?? "/usr/sbin/sendmail"
  }

  /// Hands one mail to sendmail and waits until it has taken it.
  public static func send(
    to address: String, subject: String, body: String, environment: [String: String]
  ) async throws(TransportFault) {
    try await Programs.run(
      program(environment), ["-t", "-oi"], input: message(to: address, subject: subject, body: body), key: "",
      within: Sender.patience)
  }

  /// Whether a text is one address, and nothing that could become another header.
  public static func isAddress(_ text: String) -> Bool {
    text.contains("@") && text.allSatisfy { $0.isASCII && !$0.isWhitespace && !"<>,;\"".contains($0) }
  }

  /// One mail, as RFC 5322 and RFC 2047 have it.
  /// - Parameter address: one address; it is written into a header, so that line breaks and white space are refused.
  static func message(to address: String, subject: String, body: String) throws(TransportFault) -> String {
    guard isAddress(address) else {
      throw TransportFault("this is not one mail address", isFinal: true)
    }
    return """
      To: \(address)
      Subject: \(encoded(subject))
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit
      Auto-Submitted: auto-generated

      \(body)

      """
  }

  /// A header's value: encoded words of at most 75 characters where it is not plain ASCII (RFC 2047, section 2).
  static func encoded(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy({ (0x20..<0x7F).contains($0.value) }), !text.contains("=?") { return text }
    var words: [String] = []
    var piece: [UInt8] = []
    for character in text {
      let bytes = Array(String(character).utf8)
      if !piece.isEmpty, piece.count + bytes.count > 45 {
        words.append(Signature.base64(piece))
        piece = []
      }
      piece += bytes
    }
    if !piece.isEmpty { words.append(Signature.base64(piece)) }
    return words.map { "=?utf-8?B?\($0)?=" }.joined(separator: "\n ")
  }
}
