import FoundationEssentials
import Postgres
import Secrets
import TestHouse
import Testing

/// RS256 and ES256 as the database verifies them: beside OpenSSL, the examples of RFC 7515, and what only looks like a signature.
@Suite struct TokenTests {
  private func holds(_ session: Connection, _ algorithm: String, _ key: [UInt8], _ token: String) async throws -> Bool {
    try await session.run("select levee.token_holds(\(algorithm), \(Bytes(key)), \(token)) as holds")[0]["holds"]
  }

  private static let payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

  @Test func theExamplesOfTheStandardHold() async throws {
    let session = try await TestDatabase().connect("postgres")
    defer { Task { await session.close() } }
    let modulus = try #require(
      Base64URL.bytes(
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
      ))
    let rsa =
      "eyJhbGciOiJSUzI1NiJ9.\(Self.payload).cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
    #expect(try await holds(session, "RS256", modulus, rsa))
    let x = try #require(Base64URL.bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"))
    let y = try #require(Base64URL.bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
    let point: [UInt8] = [4] + x + y
    let ec =
      "eyJhbGciOiJFUzI1NiJ9.\(Self.payload).DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    #expect(try await holds(session, "ES256", point, ec))
    // One's signature is not the other's, and a letter changes all.
    #expect(try await !holds(session, "RS256", modulus, ec))
    #expect(try await !holds(session, "RS256", modulus, rsa.replacing("eyJpc3Mi", with: "eyJpc3Mj")))
    #expect(try await !holds(session, "ES256", point, ec.replacing("eyJpc3Mi", with: "eyJpc3Mj")))
  }

  @Test func whatOpenSSLSignsHolds() async throws {
    let session = try await TestDatabase().connect("postgres")
    defer { Task { await session.close() } }
    for signer in [
      try await TokenSigner(.rs256, kid: "a", bits: 2049), try await TokenSigner(.rs256, kid: "b", bits: 3072),
      try await TokenSigner(.es256, kid: "c"),
    ] {
      defer { signer.remove() }
      for number in 0..<2 {
        let token = try await signer.token("{\"n\":\(number)}")
        #expect(try await holds(session, signer.algorithm.rawValue, signer.bytes, token), "\(token)")
        var bytes = try #require(Base64URL.bytes(token.split(separator: ".")[2]))
        bytes[bytes.count / 2] ^= 1
        let bare = token.split(separator: ".").prefix(2).joined(separator: ".")
        #expect(try await !holds(session, signer.algorithm.rawValue, signer.bytes, bare + "." + Base64URL.text(bytes)))
      }
    }
  }

  /// Each is what the key's holder could make, but no signature by the standard: the padding is compared as a whole.
  @Test func whatIsPaddedOtherwiseIsNoSignature() async throws {
    let session = try await TestDatabase().connect("postgres")
    defer { Task { await session.close() } }
    let signer = try await TokenSigner(.rs256, kid: "a")
    defer { signer.remove() }
    let message = "e30.e30"
    let digest = Digest.sha256(message)
    let info: [UInt8] = [
      0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
    ]
    func block(_ head: [UInt8], _ tail: [UInt8], fill: UInt8 = 0xFF) -> [UInt8] {
      head + [UInt8](repeating: fill, count: 256 - head.count - tail.count) + tail
    }
    func holds(_ signature: [UInt8]) async throws -> Bool {
      try await self.holds(session, "RS256", signer.bytes, message + "." + Base64URL.text(signature))
    }
    let good = block([0, 1], [0] + info + digest)
    #expect(try await holds(try await signer.raw(good)))
    // Bytes after the digest, as Bleichenbacher's forgery of 2006 has them.
    var trailing: [UInt8] = [0, 1] + [UInt8](repeating: 0xFF, count: 8)
    trailing += [0] + info + digest
    trailing += [UInt8](repeating: 0x41, count: 256 - trailing.count)
    let unset: [UInt8] = [0, 0x30, 0x2F, 0x30, 0x0B] + Array(info[4..<15]) + [0x04, 0x20]
    let renamed: [UInt8] = info.map { byte in byte == 0x01 ? 0x03 : byte }
    let whole: [UInt8] = [0] + info + digest
    let bad: [[UInt8]] = [
      trailing,
      // Block type 2; no zero before the digest's name; another filling.
      block([0, 2], whole), block([0, 1], info + digest), block([0, 1], whole, fill: 0xFE),
      // Parameters left out; the bare digest; another digest's name.
      block([0, 1], unset + digest), block([0, 1], [0] + digest), block([0, 1], [0] + renamed + digest),
    ]
    for block in bad {
      #expect(block.count == 256)
      #expect(try await !holds(try await signer.raw(block)), "\(block)")
    }
    let signature = try await signer.raw(good)
    // Of another length; the same number and the modulus more, which no honest signer writes.
    #expect(try await !holds([0] + signature))
    #expect(try await !holds(Array(signature.dropFirst())))
    #expect(try await !holds(signature + [0]))
    #expect(try await !holds([]))
    #expect(try await !holds([UInt8](repeating: 0, count: 256)))
    #expect(try await !holds([UInt8](repeating: 0, count: 255) + [1]))
    #expect(try await !holds(signer.bytes))
  }

  @Test func whatIsNoPairOfNumbersIsNoSignature() async throws {
    let session = try await TestDatabase().connect("postgres")
    defer { Task { await session.close() } }
    let signer = try await TokenSigner(.es256, kid: "a")
    defer { signer.remove() }
    let message = "e30.e30"
    let good = try await signer.sign(Array(message.utf8))
    func holds(_ signature: [UInt8]) async throws -> Bool {
      try await self.holds(session, "ES256", signer.bytes, message + "." + Base64URL.text(signature))
    }
    #expect(try await holds(good))
    let zero = [UInt8](repeating: 0, count: 32)
    let (r, s) = (Array(good[..<32]), Array(good[32...]))
    let bad: [[UInt8]] = [
      zero + zero, zero + s, r + zero, [0] + good, good + [0], Array(good.dropLast()), s + r,
      [UInt8](repeating: 0xFF, count: 64),
    ]
    for signature in bad { #expect(try await !holds(signature)) }
    // A point that is on no such curve; what is no base64url at all.
    var elsewhere = signer.bytes
    elsewhere[64] ^= 1
    #expect(
      try await !self.holds(session, "ES256", elsewhere, message + "." + Base64URL.text(good)))
    for text in ["e30.e30.", "e30.e30.!", "e30.e30.A", "e30.e30.A+B/", "e30", ""] {
      #expect(try await !self.holds(session, "ES256", signer.bytes, text))
    }
  }
}
