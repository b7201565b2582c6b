/// Text as it stands in a query or a form.
public enum QueryText {
  /// What is no letter, digit or one of four signs is escaped.
  public static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
      {
        encoded.unicodeScalars.append(scalar)
      } else {
        encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  /// Fields, in this order, as a query or as the body of a form.
  public static func form(_ fields: KeyValuePairs<String, String>) -> String {
    fields.map { encoded($0.key) + "=" + encoded($0.value) }.joined(separator: "&")
  }
}
