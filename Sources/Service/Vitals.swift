import FoundationEssentials
import Glibc
import Synchronization

/// What a process knows of itself: whether its loop turns, whether it hears its bell, what it has done and what failed.
///
/// The loop itself says that it turns. A process that is stopped, hangs in a look, or has lost its loop says nothing, and
/// systemd's watchdog and `/livez` find out.
public final class Vitals: Sendable {
  struct State {
    /// When the loop last showed that it turns.
    var turned = ContinuousClock.now
    /// When a look last ended well.
    var looked: ContinuousClock.Instant?
    var isListening = false
    var disconnects = 0
    var wakes: [String: Int] = [:]
    var looks = Histogram()
    var failedLooks = 0
    var events: [Event: Int] = [:]
  }

  struct Event: Hashable {
    let level: String
    let name: String
  }

  private let state = Mutex(State())
  /// By the machine's clock, for figures only.
  private let started = Date.now
  /// How long the loop may show no turn, before the process counts as hung. Longer than a call waits for a server that is away.
  static let patience = Duration.seconds(90)

  public init() {}

  /// The loop turns, or a long look has got on with something.
  public func turn() {
    state.withLock { $0.turned = .now }
    ServiceManager.feedWatchdog()
  }

  func woke(_ cause: String) { state.withLock { $0.wakes[cause, default: 0] += 1 } }

  func listens(_ isListening: Bool) {
    state.withLock {
      $0.isListening = isListening
      if !isListening { $0.disconnects += 1 }
    }
  }

  func looked(for span: Duration, failed: Bool) {
    let now = ContinuousClock.now
    state.withLock {
      $0.looks.observe(span.inSeconds)
      if failed { $0.failedLooks += 1 } else { $0.looked = now }
    }
  }

  func happened(_ event: String, _ level: Log.Level) {
    state.withLock { $0.events[Event(level: level.rawValue, name: event), default: 0] += 1 }
  }

  /// Whether the loop turns.
  var isAlive: Bool { state.withLock { .now - $0.turned < Self.patience } }

  /// Why the process is not ready for work; empty when it is.
  /// - Parameter every: how often it looks when nobody rings.
  func problems(lookingEvery every: Duration) -> [String] {
    let now = ContinuousClock.now
    return state.withLock { state in
      var problems: [String] = []
      if now - state.turned >= Self.patience {
        problems.append("the loop has not turned for \((now - state.turned).components.seconds) s")
      }
      if !state.isListening { problems.append("the database cannot be listened to") }
      if let looked = state.looked {
        if now - looked > every * 3 + .seconds(30) {
          problems.append("no look has ended well for \((now - looked).components.seconds) s")
        }
      } else {
        problems.append("no look has ended well yet")
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
    page.add("levee_looks_failed_total", .counter, "Looks that failed.", Double(state.failedLooks))
    page.add(
      "levee_last_look_age_seconds", .gauge, "Time since a look last ended well; since ever, +Inf.",
      state.looked.map { (now - $0).inSeconds } ?? .infinity)
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
