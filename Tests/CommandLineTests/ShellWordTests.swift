import CommandLine
import Testing

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("248289761001", "248289761001"), ("a.b@example.com", "a.b@example.com"), ("王", "王"), ("auth0|5f", "'auth0|5f'"),
    ("a b", "'a b'"), ("$(rm)", "'$(rm)'"), ("it's", "'it'\\''s'"), ("", "''"),
  ])
  func aWordIsOneWord(_ text: String, _ word: String) { #expect(ShellWord.quoted(text) == word) }
}
