import Wording
import YAML

/// The part of a company's file that says what the company is.
extension CompanyFile {
  mutating func readCompany(_ node: YAMLNode) {
    company.line = node.line
    var english: String?
    var chinese: String?
    for entry in map(
      node, ["name", "name-en", "contact", "zone", "mark", "pages", "size", "language", "title", "title-zh"])
    {
      let value = text(entry.value)
      switch entry.key {
      case "name", "name-en":
        if !Self.isName(value) {
          fault(
            entry.value.line, "a name is one line of up to 200 characters", "公司名称写成一行，最多 200 字")
        }
        if entry.key == "name" { company.name = value } else { company.nameInEnglish = value }
      case "contact":
        if !Self.isLine(value, upTo: 500) {
          fault(
            entry.value.line, "a contact is one line of up to 500 characters", "联系方式写成一行，最多 500 字")
        }
        company.contact = value
      case "zone":
        if !Self.isZone(value) {
          fault(
            entry.value.line, "\"\(value)\" is no time zone; name a place, for example Asia/Shanghai",
            "没有“\(value)”这个时区；请写地名，例如 Asia/Shanghai")
        }
        company.zone = value
      case "mark":
        if !Self.isLine(value, upTo: 200_000) {
          fault(
            entry.value.line, "a mark is a few characters, or a data: address",
            "标志写几个字，或一个 data: 地址")
        }
        company.mark = value
      case "pages":
        if value.wholeMatch(of: /https?:\/\/[a-zA-Z0-9.:\[\]-]+/) == nil {
          fault(
            entry.value.line, "where the console is, is said like https://levee.example.com, without a path",
            "页面服务的网址写成 https://levee.example.com 这样，不带路径")
        }
        company.pages = value
      case "size":
        company.size = Self.size(value)
        if company.size == nil {
          fault(
            entry.value.line, "a company is small, medium or large, or so many people: 120",
            "公司规模写 small、medium 或 large，也可以写人数，例如 120")
        }
      case "language": language = choice(value, entry.value.line, Language.self) ?? .english
      case "title": english = value
      default: chinese = value
      }
    }
    if company.name == nil,
      [company.nameInEnglish, company.contact, company.zone, company.mark, company.pages].contains(where: { $0 != nil })
    {
      fault(node.line, "the company needs a name: it stands on every page that goes out", "请写公司名称 name：对外发布的每个页面都会显示")
    } else if company.name != nil, company.zone == nil {
      fault(node.line, "the company needs a zone, for example Asia/Shanghai", "请写公司所在时区 zone，例如 Asia/Shanghai")
    }
    if let title = english ?? chinese { company.title = Bilingual(english ?? title, chinese ?? title) }
  }
}
