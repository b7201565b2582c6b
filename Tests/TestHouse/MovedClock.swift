import FoundationEssentials
import Glibc

/// A machine whose wall clock somebody moves, for one process: a library that is loaded before the others answers for
/// CLOCK_REALTIME. The monotonic clock runs on, as it does on a real machine.
public final class MovedClock: Sendable {
  private let folder = "/tmp/levee-clock-" + UUID().uuidString

  /// Compiles the library, with the compiler that comes with Swift.
  public init() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(Self.source.utf8).write(to: URL(filePath: folder + "/clock.c"))
    let built = try await Running.run(
      "/usr/bin/env", ["clang", "-shared", "-fPIC", "-o", folder + "/clock.so", folder + "/clock.c"],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"])
    guard built.code == 0 else { throw NeverHappened(what: "clang: \(built.output)") }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The environment of the process whose clock it is.
  public var environment: [String: String] { ["LD_PRELOAD": folder + "/clock.so", "MOVED_CLOCK": folder + "/seconds"] }

  /// Moves the clock, at once, away from the true time.
  public func move(days: Int) throws {
    // A server that runs as somebody else reads it too.
    let new = folder + "/seconds.new"
    try Data("\(days * 86_400)\n".utf8).write(to: URL(filePath: new))
    chmod(new, 0o644)
    rename(new, folder + "/seconds")
  }

  private static let source = """
    #define _GNU_SOURCE
    #include <stdio.h>
    #include <stdlib.h>
    #include <sys/syscall.h>
    #include <sys/time.h>
    #include <time.h>
    #include <unistd.h>
    int clock_gettime(clockid_t clock, struct timespec *time) {
      long result = syscall(SYS_clock_gettime, clock, time);
      if (result != 0 || clock != CLOCK_REALTIME) return result;
      const char *path = getenv("MOVED_CLOCK");
      FILE *file = path ? fopen(path, "r") : NULL;
      long seconds = 0;
      if (file) { if (fscanf(file, "%ld", &seconds) != 1) seconds = 0; fclose(file); }
      time->tv_sec += seconds;
      return 0;
    }
    int gettimeofday(struct timeval *restrict time, void *restrict zone) {
      struct timespec now;
      if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
      time->tv_sec = now.tv_sec;
      time->tv_usec = now.tv_nsec / 1000;
      return 0;
    }
    """
}
