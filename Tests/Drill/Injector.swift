import Dice
import FoundationEssentials
import Fuzz
import Glibc
import Postgres
import Synchronization
import TestHouse

/// What goes wrong in a campaign, chosen by a seeded generator: each fault is counted, and followed until something moves again.
final class Injector: Sendable {
  enum Fault: String, CaseIterable, Sendable {
    case kill = "kill -9 of a service"
    case pause = "SIGSTOP, then SIGCONT of a service"
    case terminate = "pg_terminate_backend"
    case crash = "PostgreSQL shut down immediately, started again"
    case restart = "PostgreSQL restarted"
    case partition = "a wire that carries nothing for a while"
    case cut = "a wire that breaks"
    case diskFull = "the newsroom's disk full"
    case webhookFails = "the webhook answers 500"
    case webhookHangs = "the webhook hangs"
    case webhookLate = "the webhook answers after the timeout"
    case clock = "a worker's clock jumps by days"
    case bellLost = "doorbells not rung"
    case bellDoubled = "doorbells rung twenty times"

    /// How often, among all.
    var weight: Int {
      switch self {
      case .kill: 14
      case .pause: 6
      case .terminate: 20
      case .crash, .restart: 1
      case .partition: 4
      case .cut: 8
      case .diskFull: 2
      case .webhookFails, .webhookHangs, .webhookLate: 2
      case .clock: 10
      case .bellLost: 14
      case .bellDoubled: 14
      }
    }
  }

  private struct State {
    var dice: Dice
    var counts: [Fault: Int] = [:]
    /// Faults after which nothing has moved yet.
    var pending: [(fault: Fault, at: ContinuousClock.Instant)] = []
    var recoveries: [Fault: [Double]] = [:]
    var bellsToLose = 0
    var isServerBusy = false
  }

  private let state: Mutex<State>
  private let fleet: Fleet
  private let crew: Crew
  private let database: String
  private let newsroom: String
  private let modeFile: String
  /// Restarts PostgreSQL: a command of the script that started it, with one argument, `fast` or `immediate`.
  private let restart: String

  init(
    seed: UInt64, fleet: Fleet, crew: Crew, database: String, newsroom: String, modeFile: String, restart: String
  ) {
    state = Mutex(State(dice: Dice(seed: seed)))
    self.fleet = fleet
    self.crew = crew
    self.database = database
    self.newsroom = newsroom
    self.modeFile = modeFile
    self.restart = restart
  }

  var total: Int { state.withLock { $0.counts.values.reduce(0, +) } }
  var counts: [Fault: Int] { state.withLock { $0.counts } }
  var recoveries: [Fault: [Double]] { state.withLock { $0.recoveries } }

  /// Whether the bell after a step is rung, or lost.
  func losesBell() -> Bool {
    state.withLock { state in
      guard state.bellsToLose > 0 else { return false }
      state.bellsToLose -= 1
      return true
    }
  }

  /// Something was committed by a service: whatever went wrong before is over.
  func moved() {
    let now = ContinuousClock.now
    state.withLock { state in
      for (fault, at) in state.pending {
        state.recoveries[fault, default: []].append((now - at).inSeconds)
      }
      state.pending = []
    }
  }

  /// Injects faults until it is told to stop, `gap` apart in the mean.
  func run(gap: Duration) async {
    await withTaskGroup { group in
      while !Task.isCancelled {
        let (fault, dice) = state.withLock { state in (Self.pick(&state.dice), state.dice.fork()) }
        group.addTask { await self.inject(fault, dice) }
        let pause = state.withLock { Double.random(in: 0.2...1.8, using: &$0.dice) }
        try? await Task.sleep(for: gap * pause)
      }
      // What began is ended: stopped processes go on, full disks are emptied.
      await group.waitForAll()
    }
  }

  private static func pick(_ dice: inout Dice) -> Fault {
    var place = Int.random(in: 0..<Fault.allCases.reduce(0) { $0 + $1.weight }, using: &dice)
    for fault in Fault.allCases {
      place -= fault.weight
      if place < 0 { return fault }
    }
    return .kill
  }

  private func began(_ fault: Fault, at: ContinuousClock.Instant = .now) {
    state.withLock { state in
      state.counts[fault, default: 0] += 1
      state.pending.append((fault, at))
    }
  }

  private func inject(_ fault: Fault, _ fork: Dice) async {
    var dice = fork
    let post = fleet.posts.randomElement(using: &dice) ?? fleet.posts[0]
    func pause(_ range: ClosedRange<Double>) async {
      // Also when the campaign ends meanwhile: the fault is healed after its time.
      let span = Double.random(in: range, using: &dice)
      await Task { try? await Task.sleep(for: .seconds(span)) }.value
    }
    switch fault {
    case .kill:
      began(fault)
      post.signal(SIGKILL)
    case .pause:
      began(fault)
      post.signal(SIGSTOP)
      await pause(0.2...8)
      post.signal(SIGCONT)
    case .terminate:
      let seed = Double.random(in: 0..<1, using: &dice)
      let ended = try? await crew.look(
        """
        select pg_terminate_backend(pid) from (select pid from pg_stat_activity
          where datname = \(database) and usename <> 'postgres' and pid <> pg_backend_pid()
          order by md5(pid::text || \(seed)) limit 1) p
        """)
      if ended?.count == 1 { began(fault) }
    case .crash, .restart:
      let isFree = state.withLock { state in
        defer { state.isServerBusy = true }
        return !state.isServerBusy
      }
      guard isFree else { return }
      // What was committed before the server went down is no sign that it is back.
      let at = ContinuousClock.now
      _ = try? await Running.run(restart, [fault == .crash ? "immediate" : "fast"])
      began(fault, at: at)
      state.withLock { $0.isServerBusy = false }
    case .partition:
      began(fault)
      post.signalWire(SIGSTOP)
      await pause(0.5...12)
      post.signalWire(SIGCONT)
    case .cut:
      began(fault)
      post.signalWire(SIGKILL)
    case .diskFull:
      guard let filler = fillDisk() else { return }
      began(fault)
      await pause(0.5...4)
      unlink(filler)
    case .webhookFails, .webhookHangs, .webhookLate:
      began(fault)
      let mode = fault == .webhookFails ? "500" : fault == .webhookHangs ? "hang" : "late"
      try? Data(mode.utf8).write(to: URL(filePath: modeFile), options: .atomic)
      await pause(0.5...4)
      try? Data("ok".utf8).write(to: URL(filePath: modeFile), options: .atomic)
    case .clock:
      began(fault)
      try? post.moveClock(days: Int.random(in: -400...400, using: &dice))
    case .bellLost:
      began(fault)
      state.withLock { $0.bellsToLose += 1 }
    case .bellDoubled:
      began(fault)
      for _ in 0..<20 { try? await crew.ring() }
    }
  }

  /// Leaves no room on the newsroom's file system; nil when it is not one of the campaign's own.
  private func fillDisk() -> String? {
    let filler = newsroom + "/.filler"
    var room = statvfs()
    // A disk of a few megabytes: the campaign's own.
    guard statvfs(newsroom, &room) == 0, room.f_blocks * UInt(room.f_frsize) < 64 << 20 else { return nil }
    // Not inherited: a process that was started meanwhile would keep the room after the file is gone.
    let file = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let block = [UInt8](repeating: 0, count: 4096)
    while write(file, block, block.count) > 0 {}
    return filler
  }
}
