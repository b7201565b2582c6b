import FoundationEssentials
import Glibc
import Synchronization

/// What a process knows of itself: whether its loops turn, whether it hears its bell, what it has done and what failed.
///
/// Each loop itself says that it turns. A process that is stopped, hangs in a look, or has lost a loop says nothing, and
/// systemd's watchdog and `/livez` find out.
public final class Vitals: Sendable {
  struct State {
    /// By the loop's name.
    var pulses: [String: Pulse] = [:]
    var isListening = false
    var disconnects = 0
    var wakes: [String: Int] = [:]
    var looks = Histogram()
    var events: [Event: Int] = [:]
  }

  /// How one loop is.
  struct Pulse {
    /// When the loop last showed that it turns.
    var turned = ContinuousClock.now
    /// When a look last ended well.
    var looked: ContinuousClock.Instant?
    /// Looks that failed: ever, and in a row until now, with what the last of them said.
    var failed = 0
    var failures = 0
    var problem = ""

    func turns(at now: ContinuousClock.Instant) -> Bool { now - turned < Vitals.patience }
  }

  struct Event: Hashable {
    let level: String
    let name: String
  }

  private let state = Mutex(State())
  /// By the machine's clock, for figures only.
  private let started = Date.now
  /// How long a loop may show no turn, before the process counts as hung. Longer than a call waits for a server that is away.
  static let patience = Duration.seconds(90)

  public init() {}

  /// The loops that there are.
  func watch(_ loops: [String]) { state.withLock { for loop in loops { $0.pulses[loop] = Pulse() } } }

  /// The loop turns, or a long look has got on with something. The watchdog is fed for as long as all loops turn.
  func turn(_ loop: String) {
    let now = ContinuousClock.now
    let allTurn = state.withLock { state in
      state.pulses[loop]?.turned = now
      return state.pulses.values.allSatisfy { $0.turns(at: now) }
    }
    if allTurn { ServiceManager.feedWatchdog() }
  }

  func woke(_ cause: String) { state.withLock { $0.wakes[cause, default: 0] += 1 } }

  /// Whether the process hears its bell.
  public func listens(_ isListening: Bool) {
    state.withLock {
      $0.isListening = isListening
      if !isListening { $0.disconnects += 1 }
    }
  }

  func looked(_ loop: String, for span: Duration, problem: String?) {
    let now = ContinuousClock.now
    state.withLock { state in
      state.looks.observe(span.inSeconds)
      if let problem {
        state.pulses[loop]?.failed += 1
        state.pulses[loop]?.failures += 1
        state.pulses[loop]?.problem = problem
      } else {
        state.pulses[loop]?.failures = 0
        state.pulses[loop]?.looked = now
      }
    }
  }

  /// Whether every other loop has looked well once.
  func haveAllLooked(but loop: String) -> Bool {
    state.withLock { $0.pulses.allSatisfy { $0.key == loop || $0.value.looked != nil } }
  }

  func happened(_ event: String, _ level: Log.Level) {
    state.withLock { $0.events[Event(level: level.rawValue, name: event), default: 0] += 1 }
  }

  /// Loops that do not turn.
  var hanging: [String] {
    let now = ContinuousClock.now
    return state.withLock { $0.pulses.filter { !$0.value.turns(at: now) }.keys.sorted() }
  }

  /// Looks that may fail in a row before the process counts as not ready: one may meet a session that is cut.
  private static let mostFailures = 3

  /// Why the process is not ready for work; empty when it is.
  /// - Parameter every: how often it looks when nobody rings.
  func problems(lookingEvery every: Duration) -> [String] {
    let now = ContinuousClock.now
    return state.withLock { state in
      var problems = state.isListening ? [] : ["the database cannot be listened to"]
      for (loop, pulse) in state.pulses.sorted(by: { $0.key < $1.key }) {
        if !pulse.turns(at: now) {
          problems.append("\(loop): the loop has not turned for \((now - pulse.turned).components.seconds) s")
        }
        if pulse.failures >= Self.mostFailures {
          problems.append("\(loop): \(pulse.failures) looks in a row have failed: \(pulse.problem)")
        } else if let looked = pulse.looked {
          if now - looked > every * 3 + .seconds(30) {
            problems.append("\(loop): no look has ended well for \((now - looked).components.seconds) s")
          }
        } else {
          problems.append("\(loop): no look has ended well yet")
        }
      }
      return problems
    }
  }

  /// The process's own figures.
  func write(into page: inout Exposition) {
    let now = ContinuousClock.now
    let state = state.withLock { $0 }
    page.add(
      "levee_database_listening", .gauge, "Whether the process hears its bell: 1 or 0.", state.isListening ? 1 : 0)
    page.add("levee_database_disconnects_total", .counter, "Listening connections lost.", Double(state.disconnects))
    page.add(
      "levee_wakes_total", .counter, "Wakes of the loop, by cause.",
      state.wakes.sorted { $0.key < $1.key }.map { .init(Double($0.value), ["cause": $0.key]) })
    page.add("levee_look_duration_seconds", "How long a look at the tables took, with all that it did.", state.looks)
    let pulses = state.pulses.sorted { $0.key < $1.key }
    page.add(
      "levee_looks_failed_total", .counter, "Looks that failed, by loop.",
      pulses.map { .init(Double($0.value.failed), ["loop": $0.key]) })
    page.add(
      "levee_last_look_age_seconds", .gauge, "Time since a look of the loop last ended well; since ever, +Inf.",
      pulses.map { .init($0.value.looked.map { (now - $0).inSeconds } ?? .infinity, ["loop": $0.key]) })
    page.add(
      "levee_log_events_total", .counter, "Lines logged, by level and event: what was done, and each kind of error.",
      state.events.sorted { ($0.key.level, $0.key.name) < ($1.key.level, $1.key.name) }.map {
        .init(Double($0.value), ["level": $0.key.level, "event": $0.key.name])
      })
    writeProcess(into: &page)
  }

  /// What Prometheus' client libraries say of every process, under the names that they use.
  private func writeProcess(into page: inout Exposition) {
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    let stat = Self.text("/proc/self/stat")
    // The name in parentheses may hold anything; the fields after it are numbers.
    let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    func field(_ number: Int) -> Double { fields.indices.contains(number - 2) ? Double(fields[number - 2]) ?? 0 : 0 }
    page.add(
      "process_cpu_seconds_total", .counter, "Processor time used, user and system.", (field(14) + field(15)) / ticks)
    page.add(
      "process_resident_memory_bytes", .gauge, "Resident memory.", field(24) * Double(sysconf(Int32(_SC_PAGESIZE))))
    page.add(
      "process_start_time_seconds", .gauge, "Start of the process, since 1970.", started.timeIntervalSince1970)
    page.add(
      "process_open_fds", .gauge, "Open file descriptors.",
      Double((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0))
  }

  private static func text(_ path: String) -> String {
    (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
  }
}
