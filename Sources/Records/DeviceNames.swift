/// Whether what stands as a source is the phone or program that a post was written with.
enum DeviceNames {
  /// `iPhone 15 Pro`, `HUAWEI Mate 60`, `小米13`, `iPhone客户端`, `Twitter for Android`, `<a href="…">微博网页版</a>`.
  static func isDevice(_ source: String) -> Bool {
    let name = source.lowercased()
    if name.hasPrefix("<a ") || name.hasPrefix("twitter for ") || name.hasPrefix("twitter web ") { return true }
    for brand in brands where name.hasPrefix(brand) {
      let rest = name.dropFirst(brand.count)
      if rest.isEmpty { return isAlwaysDevice.contains(brand) }
      if rest.hasSuffix("客户端") || rest.hasSuffix("手机") || rest.hasSuffix("網頁版") || rest.hasSuffix("网页版") { return true }
      // A model: letters and digits, and a digit among them. 小米社区 and Apple Daily are sources.
      if rest.allSatisfy({ $0.isASCII }), rest.contains(where: \.isNumber) { return true }
    }
    return false
  }

  private static let isAlwaysDevice: Set<String> = ["iphone", "ipad", "android"]

  private static let brands = [
    "iphone", "ipad", "android", "huawei", "华为", "honor", "荣耀", "xiaomi", "小米", "redmi", "红米", "oppo", "vivo", "iqoo",
    "samsung", "三星", "galaxy", "realme", "真我", "oneplus", "一加", "meizu", "魅族", "nubia", "努比亚", "zte", "中兴", "lenovo",
    "联想", "moto", "pixel", "apple", "微博",
  ]
}
