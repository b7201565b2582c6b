import Glibc

/// How much memory the process took at most, since it was last asked to begin.
/// - Source: proc(5), `clear_refs` and `VmHWM`.
final class PeakMemory {
  private let clear = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
  private var base = 0

  /// Forgets the peak. Without the kernel's help it stays, and only what goes beyond it is seen.
  func reset() {
    if clear >= 0 { _ = write(clear, "5", 1) }
    base = peak
  }

  /// Bytes beyond what there was at the beginning.
  var growth: Int { max(0, peak - base) }

  private var peak: Int {
    let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &text, text.count)
    for line in String(decoding: text[..<max(0, count)], as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmHWM:") {
      return (Int(line.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0) << 10
    }
    return 0
  }
}
