import CommandLine
public import Desk
import FoundationEssentials
import HTTPServer
import Wording
import Workflow

/// `levee-console`: pages for whoever has no terminal.
public let program = Program(
  "levee-console", team: .staff,
  Bilingual("levee-console: pages for whoever has no terminal", "levee-console：网页版，供不用终端的人使用"), [serve])

private let serve = Command(
  "serve", "运行", Bilingual("serve the pages until it is told to stop", "运行页面服务"),
  [
    .option("listen", "ADDRESS:PORT", Bilingual("where the pages are served; loopback if not said", "页面的监听地址，默认为本机地址")),
    .option(
      "address", "URL",
      Bilingual(
        "where people find them, as https://levee.example.com: forms come from there only",
        "访问网址，如 https://levee.example.com；只接受该网址提交的表单")),
    .option(
      "metrics", "ADDRESS:PORT",
      Bilingual("where its health and figures are served; nowhere if not said", "运行指标的监听地址，不写则不提供")),
    .option(
      "sessions", "NUMBER",
      Bilingual(
        "of how many browsers the sessions with the database are kept between two pages, 8 to 2000 (48); one or two of each",
        "为多少个浏览器保留数据库连接，8 至 2000，默认 48；每个一两条")),
    .option(
      "sign-on", "ISSUER",
      Bilingual(
        "the identity provider whose accounts enrol a browser; see levee provider add",
        "可用其账号登记浏览器的身份提供方，见 levee provider add")),
    .option(
      "sign-on-secret", "FILE",
      Bilingual("a file with the secret that the provider gave, if it gave one", "存放身份提供方所给密钥的文件，没有则不写")),
    .flag(
      "trust",
      Bilingual(
        "let in whom the database lets in without a password: for a try on one's own machine", "数据库免密放行的也放行，仅供本机试用")),
  ], as: .administrator, to: .runAtTerminals
) { invocation in
  let address = try listened(invocation["listen"] ?? "127.0.0.1:9480")
  let metrics = try invocation["metrics"].map(listened)
  let origin = invocation["address"] ?? ""
  guard
    origin.isEmpty
      || (origin.hasPrefix("https://") || origin.hasPrefix("http://")) && !origin.dropFirst(8).contains("/")
  else {
    throw Failure(
      .usage, Bilingual("\"\(origin)\" is no address of pages.", "“\(origin)”不是网址。"),
      advice: Bilingual("Write it without a path: https://levee.example.com", "请不带路径，如 https://levee.example.com"))
  }
  let sessions = try invocation["sessions"].map { typed in
    guard let number = Int(typed), (8...2000).contains(number) else {
      throw Failure(
        .usage, Bilingual("\"\(typed)\" is no number of sessions.", "“\(typed)”不是连接数。"),
        advice: Bilingual("It is a number from 8 to 2000.", "应为 8 至 2000 的数。"))
    }
    return number
  }
  let isTrusting = invocation.has("trust")
  guard !isTrusting || address.isLoopback else {
    throw Failure(
      .usage, Bilingual("--trust is for this machine alone.", "--trust 仅限本机使用。"),
      advice: Bilingual("Listen on 127.0.0.1, or leave it out.", "请监听 127.0.0.1，或去掉该选项。"))
  }
  let signOn = try signOn(invocation, origin)
  try await Serving(
    address: address, origin: origin, database: invocation.database, provesPassword: !isTrusting,
    metrics: metrics, sessions: sessions ?? 48, signOn: signOn
  ).run()
  return Reply()
}

/// Whose accounts enrol a browser.
private func signOn(_ invocation: Invocation, _ origin: String) throws -> (issuer: String, secret: String?)? {
  guard let issuer = invocation["sign-on"] else { return nil }
  guard !origin.isEmpty else {
    throw Failure(
      .usage, Bilingual("--sign-on needs --address.", "--sign-on 须与 --address 同用。"),
      advice: Bilingual(
        "The identity provider sends browsers back to that address: /enrol/sign-on/back",
        "身份提供方会把浏览器送回该网址的 /enrol/sign-on/back"))
  }
  let secret = try invocation["sign-on-secret"].map {
    String(decoding: try Input.bytes($0), as: UTF8.self).trimmingCharacters()
  }
  return (issuer, secret)
}

private func listened(_ typed: String) throws -> Address {
  guard let address = Address(typed) else {
    throw Failure(
      .usage, Bilingual("\"\(typed)\" is no address.", "“\(typed)”不是地址。"),
      advice: Bilingual("It is an IP address and a port, as 127.0.0.1:9480.", "应为 IP 地址与端口，如 127.0.0.1:9480。"))
  }
  return address
}
