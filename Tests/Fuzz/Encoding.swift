import Glibc

/// Bytes of a text in an encoding, by iconv of the C library.
public enum Encoding {
  public static let names = [
    "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "GB18030", "BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR", "ISO-8859-1",
    "WINDOWS-1251",
    "WINDOWS-1252", "KOI8-R", "ISO-2022-JP", "UTF-7",
  ]

  /// What the encoding cannot write is left out; nil when the C library does not have it.
  public static func bytes(_ text: String, in name: String) -> [UInt8]? {
    guard let converter = iconv_open(name, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var bytes: [UInt8] = []
    for character in text.unicodeScalars {
      var input = Array(String(character).utf8).map { CChar(bitPattern: $0) }
      var room = [CChar](repeating: 0, count: 64)
      let count = input.withUnsafeMutableBufferPointer { input in
        room.withUnsafeMutableBufferPointer { room in
          var from = input.baseAddress
          var left = input.count
          var to = room.baseAddress
          var free = room.count
          return iconv(converter, &from, &left, &to, &free) == Int.max ? 0 : room.count - free
        }
      }
      bytes += room[..<count].map { UInt8(bitPattern: $0) }
    }
    return bytes
  }
}
