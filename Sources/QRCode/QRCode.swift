import CQRencode

/// A text as a square of dark and light modules that a telephone's camera reads (ISO/IEC 18004), by libqrencode.
public struct QRCode: Sendable {
  /// Modules along one side, without a margin.
  public let size: Int
  private let dark: [Bool]

  /// - Returns: nil for a text that is empty, or too long for a code of the least correction (2,953 bytes).
  public init?(_ text: String) {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L) else { return nil }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    dark = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
  }

  /// Whether a module is dark. What lies outside the square is light: the margin.
  public func isDark(column: Int, row: Int) -> Bool {
    (0..<size).contains(column) && (0..<size).contains(row) && dark[row * size + column]
  }

  /// For a terminal, two modules a character: light ones are drawn, for most terminals are dark, with a margin of two.
  public var lines: [String] {
    stride(from: -2, to: size + 2, by: 2).map { row in
      String(
        (-2..<size + 2).map { column -> Character in
          switch (isDark(column: column, row: row), isDark(column: column, row: row + 1)) {
          case (false, false): "█"
          case (false, true): "▀"
          case (true, false): "▄"
          case (true, true): " "
          }
        })
    }
  }
}
