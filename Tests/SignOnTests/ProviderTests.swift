import SignOn
import Testing

/// What an identity provider says of itself, and what is made of it.
@Suite struct ProviderTests {
  private static let issuer = "https://id.example.com/tenant"

  private func provider(_ changed: [String: String] = [:], of issuer: String = Self.issuer) throws -> Provider {
    var said = [
      "issuer": Self.issuer, "authorization_endpoint": "https://login.example.com/a?x=1",
      "token_endpoint": "https://login.example.com/t", "jwks_uri": "https://login.example.com/k",
    ]
    for (name, value) in changed { said[name] = value }
    let text = said.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
    return try Provider(Array("{\(text)}".utf8), of: issuer)
  }

  @Test func aBrowserIsLedWithAllThatTheProviderNeeds() throws {
    let address = try provider().authorizationAddress(
      client: "a b", redirect: "https://levee.example.com/enrol/sign-on/back", state: "s&t", nonce: "n",
      challenge: "c")
    #expect(
      address
        == "https://login.example.com/a?x=1&response_type=code&scope=openid&client_id=a%20b&redirect_uri=https%3A%2F%2Flevee.example.com%2Fenrol%2Fsign-on%2Fback&state=s%26t&nonce=n&code_challenge=c&code_challenge_method=S256"
    )
    // RFC 7636, appendix B.
    #expect(
      Provider.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
  }

  @Test func anotherIssuerOrAPlainLineIsNotTaken() throws {
    #expect(throws: SignOnFault.otherIssuer(Self.issuer)) { try provider(of: "https://id.example.com") }
    #expect(throws: SignOnFault.otherIssuer("https://evil.example")) {
      try provider(["issuer": "https://evil.example"])
    }
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
      for address in [
        "http://login.example.com/t", "http://127.0.0.1/t", "javascript:alert(1)", "https://a b", "",
        "file:///etc/passwd",
      ] {
        #expect(throws: SignOnFault.unsafe(address)) { try provider([name: address]) }
      }
    }
    #expect(throws: SignOnFault.unreadable("discovery")) { try Provider(Array("[]".utf8), of: Self.issuer) }
    #expect(throws: SignOnFault.unreadable("discovery")) { try Provider([], of: Self.issuer) }
  }

  @Test func aKeySetIsOne() throws {
    #expect(try Provider.keySet(Array("{\"keys\":[{\"kty\":\"RSA\"}]}".utf8)).contains("RSA"))
    for text in ["", "{}", "[]", "<html>", "{\"keys\":[{}]}"] {
      #expect(throws: SignOnFault.unreadable("keys")) { try Provider.keySet(Array(text.utf8)) }
    }
  }
}
