/// What the letters behind a time mean.
enum ZoneNames {
  /// Minutes east of Greenwich; nil for a name that no list here has.
  /// - Parameters:
  ///   - name: in capital letters.
  ///   - language: of whoever wrote it, as BCP 47 has it: the same letters name other zones elsewhere.
  static func minutes(_ name: String, language: String) -> Int? {
    let language = language.lowercased()
    let primary = language.prefix { $0 != "-" && $0 != "_" }
    if let local = byLanguage[name] {
      return local[language.split { $0 == "_" }.joined(separator: "-")] ?? local[String(primary)] ?? everywhere[name]
    }
    return everywhere[name] ?? places[name]
  }

  private static let byLanguage: [String: [String: Int]] = [
    // China, not Central.
    "CST": ["zh": 480],
    // Israel and Ireland, not India.
    "IST": ["he": 120, "iw": 120, "ga": 60, "en-ie": 60],
    // Bangladesh, not Britain.
    "BST": ["bn": 360],
    // Arabia, not the Atlantic.
    "AST": ["ar": 180],
    // Malaysia, not the Mountains.
    "MST": ["ms": 480],
    // The Philippines, not the Pacific.
    "PST": ["tl": 480, "fil": 480],
    "EST": ["en-au": 600],
    "EDT": ["en-au": 660],
    "WST": ["en-au": 480],
    // Singapore, not Samoa.
    "SST": ["en-sg": 480],
  ]

  /// - Source: RFC 822, section 5.1, for North America and the letters; national law for the others.
  private static let everywhere: [String: Int] = [
    "GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "ZULU": 0, "WET": 0, "WEST": 60, "EST": -300, "EDT": -240, "ET": -300,
    "CST": -360, "CDT": -300, "CT": -360, "MST": -420, "MDT": -360, "MT": -420, "PST": -480, "PDT": -420, "PT": -480,
    "AKST": -540, "AKDT": -480, "HST": -600, "AST": -240, "AT": -240, "ADT": -180, "NST": -210, "NDT": -150, "BST": 60,
    "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "IST": 330,
    "IDT": 180, "TRT": 180, "GST": 240, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420, "WITA": 480, "WIT": 540,
    "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "WST": 480, "JST": 540, "KST": 540, "ACST": 570,
    "ACDT": 630, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60,
    "BRT": -180, "ART": -180, "CLT": -240, "COT": -300, "SST": -660, "A": -60, "M": -720, "N": 60, "Y": 720,
  ]

  /// Places whose clocks have stood still since there are feeds.
  private static let places: [String: Int] = [
    "ASIA/SHANGHAI": 480, "ASIA/CHONGQING": 480, "ASIA/HONG_KONG": 480, "ASIA/MACAU": 480, "ASIA/TAIPEI": 480,
    "ASIA/SINGAPORE": 480, "ASIA/KUALA_LUMPUR": 480, "ASIA/TOKYO": 540, "ASIA/SEOUL": 540, "ASIA/KOLKATA": 330,
    "ASIA/CALCUTTA": 330, "ASIA/BANGKOK": 420, "ASIA/JAKARTA": 420, "ASIA/DUBAI": 240, "PRC": 480, "ROC": 480,
    "HONGKONG": 480, "SINGAPORE": 480, "JAPAN": 540, "ROK": 540, "BEIJING": 480, "北京时间": 480, "北京時間": 480,
    "中国标准时间": 480, "中國標準時間": 480, "台北時間": 480, "香港時間": 480, "CHINA STANDARD TIME": 480,
    "COORDINATED UNIVERSAL TIME": 0, "JAPAN STANDARD TIME": 540, "KOREA STANDARD TIME": 540,
  ]
}
