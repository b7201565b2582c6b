/// A signature as `ssh-keygen -Y sign` makes it (OpenSSH, PROTOCOL.sshsig), in the namespace `levee`.
public struct SSHSignature: Sendable {
  /// The bytes between the lines of its armour.
  public let bytes: [UInt8]
  /// The key that made it, as it stands in a .pub file.
  public let key: [UInt8]

  private let fields: [[UInt8]]
  /// What it is made for: whatever else its person signs is no approval.
  public static let namespace = "levee"
  private static let preamble = Array("SSHSIG".utf8)

  /// Nil for what is no such signature.
  public init?(bytes: [UInt8]) {
    let fields = SSHFields.of(bytes.dropFirst(10))
    guard bytes.starts(with: Self.preamble + [0, 0, 0, 1]), fields.count == 5 else { return nil }
    self.bytes = bytes
    self.fields = fields
    key = fields[0]
  }

  /// Whether it is of this text, by its key.
  public func isOf(_ message: String) -> Bool {
    let parts = SSHFields.of(key[...])
    let made = SSHFields.of(fields[4][...], atMost: 2)
    guard let type = parts.first, made.first == type, made.count >= 2, fields[1] == Array(Self.namespace.utf8) else {
      return false
    }
    let digest: [UInt8]
    switch String(decoding: fields[3], as: UTF8.self) {
    case "sha256": digest = Digest.sha256(message)
    case "sha512": digest = Digest.sha512(Array(message.utf8))
    default: return false
    }
    var signed = Self.preamble + [fields[1], fields[2], fields[3], digest].flatMap(SSHFields.field)
    let kind = String(decoding: type, as: UTF8.self)
    if kind.hasPrefix("sk-") {
      // A security token signs, besides, that somebody touched it.
      guard made.count == 3, made[2].count == 5, made[2][0] & 1 == 1, let application = parts.last else { return false }
      signed = Digest.sha256(application) + made[2] + Digest.sha256(signed)
    } else if made.count != 2 {
      return false
    }
    switch kind {
    case "ssh-ed25519", "sk-ssh-ed25519@openssh.com":
      return parts.count >= 2 && PublicKey.ed25519(parts[1]).signed(signed, made[1])
    case "ecdsa-sha2-nistp256", "sk-ecdsa-sha2-nistp256@openssh.com":
      let pair = SSHFields.of(made[1][...])
      guard parts.count >= 3, pair.count == 2, pair.allSatisfy({ (1...33).contains($0.count) }) else { return false }
      // Numbers of SSH are numbers of DER.
      let numbers: [UInt8] = pair.flatMap { number -> [UInt8] in [0x02, UInt8(number.count)] + number }
      return PublicKey.p256(parts[2]).signed(signed, [0x30, UInt8(numbers.count)] + numbers)
    default: return false
    }
  }
}

/// The fields of SSH's messages (RFC 4251, 5): each its length in four bytes, then its bytes.
enum SSHFields {
  static func field(_ content: [UInt8]) -> [UInt8] {
    let count = UInt32(content.count)
    return [UInt8(count >> 24), UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] + content
  }

  /// What is left over at the end, if anything is, comes last.
  static func of(_ bytes: ArraySlice<UInt8>, atMost most: Int = 16) -> [[UInt8]] {
    var fields: [[UInt8]] = []
    var rest = bytes
    while rest.count >= 4, fields.count < most {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard length <= rest.count - 4 else { break }
      fields.append(Array(rest.dropFirst(4).prefix(length)))
      rest = rest.dropFirst(4 + length)
    }
    return rest.isEmpty ? fields : fields + [Array(rest)]
  }
}
