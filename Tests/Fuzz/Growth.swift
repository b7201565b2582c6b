public import Glibc

/// How the time of a reader grows with what it reads.
public enum Growth {
  /// Seconds of this thread, whatever runs beside it: the least of two.
  public static func seconds(_ work: () -> Void) -> Double {
    (0..<2).map { _ in once(work) }.min() ?? 0
  }

  private static func once(_ work: () -> Void) -> Double {
    let start = now()
    work()
    return now() - start
  }

  /// Seconds of a clock: by itself, that of this thread.
  public static func now(_ clock: clockid_t = CLOCK_THREAD_CPUTIME_ID) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// By what an input of four times the size takes longer: about 4 when that is linear, about 16 when it is quadratic.
  /// - Parameters:
  ///   - size: of the smaller input, in the unit that `make` counts in.
  ///   - make: the input of a size.
  public static func ratio(_ size: Int, make: (Int) -> [UInt8], read: ([UInt8]) -> Void) -> Double {
    let small = make(size)
    let large = make(4 * size)
    // Below a hundredth of a second, what does not grow counts for most.
    return seconds { read(large) } / max(seconds { read(small) }, 0.01)
  }
}
