import Fuzz
import FuzzTrials
import Glibc

/// Trials, one after another.
struct Campaign {
  var seconds = 60.0
  var seed: UInt64 = 1
  var count = UInt64.max
  var subjects = Trial.Subject.allCases
  /// Where the seed is written before its input is read, for whoever finds this process dead; -1 for nowhere.
  var mark: Int32 = -1
  /// Whether each input is printed.
  var isShown = false

  /// What an input may take, beside what it may take for each of its bytes.
  private static let mostSeconds = 0.2
  private static let mostSecondsOfByte = 3e-6
  private static let mostMemory = 16 << 20
  private static let mostMemoryOfByte = 400

  /// False when something was wrong.
  func run() -> Bool {
    let memory = PeakMemory()
    // Whatever is made once is made now.
    for subject in subjects { for seed in 1...5 as ClosedRange<UInt64> { _ = Trial(subject, seed: seed).read() } }
    let end = Growth.now(CLOCK_MONOTONIC) + seconds
    var place: UInt64 = 0
    var bytes = 0
    var wrong = 0
    var slowest = (ratio: 0.0, seed: UInt64(0))
    var largest = (ratio: 0.0, seed: UInt64(0))
    while place < count, Growth.now(CLOCK_MONOTONIC) < end {
      let trial = Trial(seed: seed &+ place, of: subjects)
      note(trial)
      memory.reset()
      let start = Growth.now()
      var complaints = trial.read()
      let took = Growth.now() - start
      let used = memory.growth
      let size = trial.bytes.count
      if took > Self.mostSeconds + Double(size) * Self.mostSecondsOfByte {
        complaints.append("\(took) s for \(size) bytes")
      }
      if used > Self.mostMemory + size * Self.mostMemoryOfByte {
        complaints.append("\(used) bytes of memory for \(size)")
      }
      if size > 1000 {
        if took / Double(size) > slowest.ratio { slowest = (took / Double(size), trial.seed) }
        if Double(used) / Double(size) > largest.ratio { largest = (Double(used) / Double(size), trial.seed) }
      }
      for complaint in complaints { print("seed \(trial.seed) (\(trial.subject.rawValue)): \(complaint)") }
      if !complaints.isEmpty {
        wrong += 1
        fflush(nil)
      }
      bytes += size
      place += 1
    }
    print(
      """
      \(place) inputs of \(bytes) bytes, seeds \(seed) to \(seed &+ place &- 1); \(wrong) wrong
      slowest: \(Int(slowest.ratio * 1e9)) ns a byte (seed \(slowest.seed)); largest: \(Int(largest.ratio)) bytes a byte (seed \(largest.seed))
      """)
    return wrong == 0
  }

  private func note(_ trial: Trial) {
    if mark >= 0 {
      let text = "\(trial.seed) \(trial.subject.rawValue)\n"
      _ = text.withCString { pwrite(mark, $0, strlen($0), 0) }
      ftruncate(mark, off_t(text.utf8.count))
    }
    if isShown { _ = trial.bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) } }
  }
}
