import Dispatch
import Glibc
import Synchronization

/// Looks up the addresses of a host. The system's own call blocks, for as long as a server of names keeps it waiting.
enum NameLookup {
  enum Outcome: Sendable {
    /// As numbers, in the system's order of preference; at least one.
    case addresses([String])
    /// There is none, and why.
    case unknown(String)
  }

  /// The addresses of a name, or of an address as it is written. Ends early when the task is cancelled.
  static func addresses(of host: String, upTo limit: Duration) async -> Outcome {
    let answer = FirstAnswer()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.await(continuation)
        DispatchQueue.global().async { answer.give(lookUp(host)) }
        DispatchQueue.global().asyncAfter(deadline: .now() + limit.timeInterval) {
          answer.give(.unknown("no answer within \(limit)"))
        }
      }
    } onCancel: {
      answer.give(.unknown("cancelled"))
    }
  }

  /// An address as libpq shows it: without leading zeros, and without the zone of an IPv6 address.
  static func written(_ address: String) -> String {
    guard case .addresses(let addresses) = lookUp(address, flags: AI_NUMERICHOST) else { return address }
    return String(addresses[0].prefix { $0 != "%" })
  }

  private static func lookUp(_ host: String, flags: Int32 = 0) -> Outcome {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = flags
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &found)
    guard code == 0 else { return .unknown(String(cString: gai_strerror(code))) }
    defer { freeaddrinfo(found) }
    var addresses: [String] = []
    var entry = found
    while let info = entry {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      if getnameinfo(
        info.pointee.ai_addr, info.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      {
        addresses.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
      entry = info.pointee.ai_next
    }
    return addresses.isEmpty ? .unknown("no address") : .addresses(addresses)
  }
}

/// Whichever of several answers comes first; the others are dropped.
private final class FirstAnswer: Sendable {
  private enum State {
    case asked(CheckedContinuation<NameLookup.Outcome, Never>?)
    case answered(NameLookup.Outcome)
  }

  private let state = Mutex(State.asked(nil))

  func await(_ continuation: CheckedContinuation<NameLookup.Outcome, Never>) {
    let known: NameLookup.Outcome? = state.withLock { state in
      if case .answered(let outcome) = state { return outcome }
      state = .asked(continuation)
      return nil
    }
    if let known { continuation.resume(returning: known) }
  }

  func give(_ outcome: NameLookup.Outcome) {
    let asking: CheckedContinuation<NameLookup.Outcome, Never>? = state.withLock { state in
      guard case .asked(let continuation) = state else { return nil }
      state = .answered(outcome)
      return continuation
    }
    asking?.resume(returning: outcome)
  }
}
