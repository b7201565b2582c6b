/// Calls `body` with a null-terminated array of C strings; a nil element is a null pointer.
func withCStrings<Value>(
  _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
  var bytes: [CChar] = []
  var offsets: [Int?] = []
  for string in strings {
    guard let string else {
      offsets.append(nil)
      continue
    }
    offsets.append(bytes.count)
    bytes.append(contentsOf: string.utf8.map { CChar(bitPattern: $0) })
    bytes.append(0)
  }
  bytes.append(0)
  return bytes.withUnsafeBufferPointer { buffer in
    var pointers = offsets.map { offset in offset.flatMap { start in buffer.baseAddress.map { $0 + start } } }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
