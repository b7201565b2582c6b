import CCurl
import Glibc

/// Addresses that a source on the web has no business with: of this machine, of its network, of no network. A name is
/// looked up once, and what is asked is what was looked at: a name that changes its mind gains nothing.
enum PrivateAddress {
  /// Opens the socket that libcurl wants, unless the address is private.
  static let open: levee_curl_opener = { context, _, wanted in
    guard let wanted else { return -1 }
    let isPrivate = withUnsafeMutablePointer(to: &wanted.pointee.addr) { contains($0, family: wanted.pointee.family) }
    if isPrivate {
      if let context { Unmanaged<Refusal>.fromOpaque(context).takeUnretainedValue().isSaid = true }
      return -1
    }
    return socket(wanted.pointee.family, wanted.pointee.socktype, wanted.pointee.protocol)
  }

  private static func contains(_ address: UnsafeMutablePointer<sockaddr>, family: Int32) -> Bool {
    switch family {
    case AF_INET:
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        isPrivate(four: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
      }
    case AF_INET6:
      return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin6_addr) { isPrivate(six: Array($0)) }
      }
    default: return true
    }
  }

  /// - Source: IANA, "IPv4 Special-Purpose Address Registry".
  static func isPrivate(four address: UInt32) -> Bool {
    let blocks: [(UInt32, UInt32)] = [
      (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
      (0xC000_0000, 24), (0xC000_0200, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24),
      (0xE000_0000, 3),
    ]
    return blocks.contains { block, length in address >> (32 - length) == block >> (32 - length) }
  }

  /// - Source: IANA, "IPv6 Special-Purpose Address Registry". An address that holds one of IPv4 is judged by that.
  static func isPrivate(six address: [UInt8]) -> Bool {
    func four(at place: Int) -> UInt32 { address[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
    if address[..<10].allSatisfy({ $0 == 0 }) {
      if address[10] == 0xFF, address[11] == 0xFF { return isPrivate(four: four(at: 12)) }
      return true
    }
    if address.starts(with: [0x00, 0x64, 0xFF, 0x9B]) { return isPrivate(four: four(at: 12)) }
    if address.starts(with: [0x20, 0x02]) { return isPrivate(four: four(at: 2)) }
    if address.starts(with: [0x20, 0x01, 0x00, 0x00]) || address.starts(with: [0x20, 0x01, 0x0D, 0xB8]) {
      return true
    }
    return address[0] & 0xFE == 0xFC || address[0] == 0xFF || (address[0] == 0xFE && address[1] & 0xC0 >= 0x80)
  }
}

/// Whether an address was refused while libcurl connected; one transfer on one thread.
final class Refusal {
  var isSaid = false
}
