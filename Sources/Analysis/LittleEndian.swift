extension [UInt8] {
  mutating func append(littleEndian value: UInt32) { Swift.withUnsafeBytes(of: value.littleEndian) { self += $0 } }
}

extension UnsafeRawBufferPointer {
  /// The number in four bytes from a place on, which need not be aligned.
  func littleEndian(at place: Int) -> UInt32 {
    UInt32(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}
