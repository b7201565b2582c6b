import Dispatch

/// Runs an actor's jobs on one serial dispatch queue, the queue that the socket's events arrive on too.
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}

/// One wait for a socket to become readable or writable, or for time to pass.
///
/// libpq may change its socket between two polls, so a dispatch source serves one wait only; and a source must be
/// cancelled in full before the socket is closed, so the wait ends in the source's cancel handler.
final class SocketWait: @unchecked Sendable {  // its state is touched on `queue` only
  enum Direction: Sendable { case read, write }
  enum Outcome: Sendable { case ready, timedOut, cancelled }

  private let socket: Int32
  private let direction: Direction
  private let queue: DispatchQueue
  private var source: (any DispatchSourceProtocol)?
  private var timer: (any DispatchSourceTimer)?
  private var outcome = Outcome.cancelled
  private var isCancelled = false

  init(_ socket: Int32, _ direction: Direction, on queue: DispatchQueue) {
    self.socket = socket
    self.direction = direction
    self.queue = queue
  }

  /// Waits, once. It ends early, as `.cancelled`, by `cancel`, and when the task is cancelled and `cancellable` is set.
  func run(
    upTo limit: Duration? = nil, cancellable: Bool = false, isolation: isolated (any Actor)? = #isolation
  ) async -> Outcome {
    guard cancellable else { return await begin(limit) }
    return await withTaskCancellationHandler {
      await begin(limit)
    } onCancel: {
      queue.async { self.cancel() }
    }
  }

  private func begin(_ limit: Duration?, isolation: isolated (any Actor)? = #isolation) async -> Outcome {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        if isCancelled {
          continuation.resume(returning: .cancelled)
          return
        }
        let source: any DispatchSourceProtocol =
          switch direction {
          case .read: DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
          case .write: DispatchSource.makeWriteSource(fileDescriptor: socket, queue: queue)
          }
        self.source = source
        source.setEventHandler { [self] in end(.ready) }
        source.setCancelHandler { [self] in
          self.source = nil
          continuation.resume(returning: outcome)
        }
        if let limit {
          let timer = DispatchSource.makeTimerSource(queue: queue)
          timer.schedule(deadline: .now() + limit.timeInterval)
          timer.setEventHandler { [self] in end(.timedOut) }
          self.timer = timer
          timer.activate()
        }
        source.activate()
      }
    }
  }

  private func end(_ outcome: Outcome) {
    guard let source, !source.isCancelled else { return }
    self.outcome = outcome
    timer?.cancel()
    timer = nil
    source.cancel()
  }

  /// Ends the wait, now or as soon as it begins. Called on `queue`.
  func cancel() {
    isCancelled = true
    end(.cancelled)
  }
}

extension Duration {
  /// The duration in seconds, for interfaces that take a floating-point number.
  var timeInterval: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
