import CommandLine
import Glibc
import Ledger
import Wording

/// An answer that is asked for again and again: on a terminal a page that is drawn over itself, in a script one after the other.
public enum LivePage {
  private enum Event: Sendable {
    case key(Key)
    case read(Result<Reply, any Error>)
  }

  /// Shows the page until the person leaves.
  /// - Parameters:
  ///   - every: how often it is read anew.
  ///   - read: what is shown; what it throws is shown too, above what was read before.
  public static func show(
    _ invocation: Invocation, every: Duration, read: @escaping @Sendable () async throws -> Reply
  ) async throws {
    guard Machine.isOpen else {
      throw Failure(.usage, Bilingual("This is for a terminal.", "此功能仅供终端使用。"))
    }
    guard let terminal = invocation.terminal else {
      while !Task.isCancelled {
        Output.write(invocation.shown(try await read()) + "\n", to: STDOUT_FILENO)
        try await Task.sleep(for: every)
      }
      return
    }
    terminal.openPage()
    defer { terminal.closePage() }
    let (events, feed) = AsyncStream.makeStream(of: Event.self)
    let keys = Task {
      for await key in terminal.keys() { feed.yield(.key(key)) }
    }
    let reading = Task {
      while !Task.isCancelled {
        let result: Result<Reply, any Error>
        do { result = .success(try await read()) } catch { result = .failure(error) }
        feed.yield(.read(result))
        try await Task.sleep(for: every)
      }
    }
    defer {
      keys.cancel()
      reading.cancel()
    }
    var body = [LiveFrame.looking(invocation.language)]
    var problem: Bilingual?
    for await event in events {
      switch event {
      case .key(.escape), .key(.interrupt), .key(.end), .key(.character("q")): return
      case .key: continue
      case .read(.success(let reply)):
        body = invocation.shown(reply).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        problem = nil
      case .read(.failure(let error)): problem = Failure(error).sentence
      }
      let trouble = problem.map { [LiveFrame.trouble($0, invocation.language), ""] } ?? []
      terminal.draw(
        LiveFrame.lines(
          trouble + body, keys: Bilingual("q leave", "q 退出")[invocation.language], size: terminal.size))
    }
  }
}
