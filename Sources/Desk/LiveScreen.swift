public import CommandLine
import Ledger
public import Wording

/// A page that is drawn over itself, of which something can be picked. Pure: what is known comes in, lines go out.
public protocol LiveContent: Sendable {
  /// What is read from the tables.
  associatedtype Known: Sendable
  /// Takes in what is known now; what was selected stays selected if it is still there.
  mutating func show(_ known: Known)
  /// Why the page may be out of date.
  var problem: Bilingual? { get set }
  mutating func act(on key: Key) -> LiveStep<Known>
  /// The page, as high and as wide as the terminal at most.
  func lines(size: Terminal.Size) -> [String]
}

/// What a key did.
public enum LiveStep<Known: Sendable>: Sendable {
  case stay, leave
  /// A command line of the same program, to be run; then the page comes back.
  case run([String])
  /// Something that is done while the page stays; what is known then is shown.
  case perform(@Sendable () async throws -> Known)
}

/// Shows a live page on a terminal: it is drawn again when the team's bell rings, every few seconds for the times, and at
/// each key.
public struct LiveScreen<Content: LiveContent>: Sendable {
  private let terminal: Terminal
  private let invocation: Invocation
  private let fallback: Duration
  private let read: @Sendable () async throws -> Content.Known

  private enum Event: Sendable {
    case key(Key)
    case look(Result<Content.Known, any Error>)
  }

  /// - Parameters:
  ///   - fallback: how often the page is read when nobody rings.
  ///   - read: what is known now.
  public init(
    terminal: Terminal, invocation: Invocation, fallback: Duration,
    read: @escaping @Sendable () async throws -> Content.Known
  ) {
    self.terminal = terminal
    self.invocation = invocation
    self.fallback = fallback
    self.read = read
  }

  /// Until the person leaves.
  public func run(_ content: Content) async throws {
    var content = content
    while let command = try await pick(&content) {
      await invocation.perform(command)
      terminal.write(Bilingual("\nAny key goes back.", "\n按任意键返回。")[invocation.language])
      if terminal.key() == .interrupt { return }
    }
  }

  /// Shows the page until something on it is picked; nil when the person leaves.
  private func pick(_ content: inout Content) async throws -> [String]? {
    terminal.openPage()
    defer { terminal.closePage() }
    let (events, feed) = AsyncStream.makeStream(of: Event.self)
    let keys = Task {
      for await key in terminal.keys() { feed.yield(.key(key)) }
    }
    let looking = Task { await look(feed) }
    defer {
      keys.cancel()
      looking.cancel()
    }
    terminal.draw(content.lines(size: terminal.size))
    for await event in events {
      switch event {
      case .look(.success(let known)): content.show(known)
      case .look(.failure(let error)): content.problem = Failure(error).sentence
      case .key(let key):
        switch content.act(on: key) {
        case .stay: break
        case .leave: return nil
        case .run(let command): return command
        case .perform(let body): if let known = try? await body() { content.show(known) }
        }
      }
      terminal.draw(content.lines(size: terminal.size))
    }
    return nil
  }

  private func look(_ feed: AsyncStream<Event>.Continuation) async {
    do {
      let wakes = Ledger.bell(of: invocation.team, connection: invocation.database, fallback: fallback)
      for try await wake in wakes {
        if case .disconnected(let reason) = wake {
          feed.yield(.look(.failure(LedgerError.postgres(.connectionLost(reason)))))
          continue
        }
        // A look that fails is tried again soon: the bell has rung, and will not ring for it again.
        while !Task.isCancelled {
          do {
            feed.yield(.look(.success(try await read())))
            break
          } catch {
            feed.yield(.look(.failure(error)))
            try await Task.sleep(for: .seconds(1))
          }
        }
      }
    } catch {
      feed.yield(.look(.failure(error)))
    }
  }
}
