import Dispatch
import FuzzTrials
import Testing

/// Forms with files that browsers send, and that nobody's browser would.
@Suite struct FormTests {
  @Test func whateverIsSentIsTakenWithinBoundsOrRefused() async {
    // Sending waits for a server of this process, and must hold none of its threads.
    let complaints = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          returning: (1...200 as ClosedRange<UInt64>).flatMap { seed in
            Trial(.form, seed: seed).read().map { "scripts/fuzz --subject form --seed \(seed) --count 1 --show: \($0)" }
          })
      }
    }
    #expect(complaints == [])
  }
}
