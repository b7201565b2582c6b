import FoundationEssentials
import HTTP
public import Ledger

/// Sends messages over the transports that the tables name.
///
/// What cannot be guaranteed: a receiver that took a message and died before it answered gets it again. It carries the
/// same key both times; a chat bot, which looks at no key, shows it twice.
public struct Sender: Sendable {
  private let credentials: Credentials
  private let programs: Programs
  /// Seconds until a receiver that does not answer is given up: less than the lease of the work it is sent for.
  public static let patience = 12

  /// - Parameter environment: the process's: where credentials and programs are.
  public init(environment: [String: String]) {
    credentials = Credentials(environment: environment)
    programs = Programs(environment: environment)
  }

  /// Sends one message, and returns when the receiver has taken it.
  /// - Parameter now: seconds since 1970, for signatures.
  /// - Throws: `TransportFault`.
  public func send(_ message: Message, over transport: Transport, now: Double) async throws(TransportFault) {
    switch transport.kind {
    case .webhook: try await post(message, over: transport, now: now)
    case .command:
      try await programs.run(transport.address, message, asMail: transport.format == "mail", within: Self.patience)
    }
  }

  private func post(_ message: Message, over transport: Transport, now: Double) async throws(TransportFault) {
    guard let format = WebhookFormat(rawValue: transport.format) else {
      throw TransportFault("this release does not know the format \(transport.format)", isFinal: true)
    }
    let secret = transport.secret.isEmpty ? nil : try credentials.secret(transport.secret)
    let post = try format.post(message, to: try credentials.fill(transport.address), secret: secret, now: now)
    let response: Request.Response
    do {
      response = try await Request(
        posting: post.body, to: post.url, headers: post.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
        timeout: Self.patience
      ).send()
    } catch {
      throw TransportFault(error.description)
    }
    do throws(TransportFault) {
      try format.accept(status: response.status, body: response.body, retryAfter: response.retryAfter)
    } catch {
      // A receiver may say what it was sent.
      var fault = error
      for secret in credentials.secrets(in: transport.address) + [secret ?? ""] where secret.utf8.count >= 4 {
        fault.description = fault.description.replacing(secret, with: "…")
      }
      throw fault
    }
  }
}
