public import Dice

/// HTML as feeds and crawlers carry it.
public enum FuzzedMarkup {
  public static func text(_ dice: inout Dice) -> String {
    var text = ""
    for _ in 0..<dice.number(0...8) {
      switch dice.number(0...5) {
      case 0: text += "<\(dice.pick(names))>\(dice.words())</\(dice.pick(names))>"
      case 1: text += "<\(dice.pick(names)) class=\"\(dice.words())\" b='>' c=d>"
      case 2:
        text += dice.pick([
          "<!-- \(dice.words()) -->", "<!--", "-->", "<script>if (a<b) {</script>", "<style>", "<br/>",
        ])
      case 3:
        text += dice.pick([
          "&nbsp;", "&#x4e2d;", "&#999999999;", "&eacute", "&hellip;", "&amp;amp;", "&#150;", "&;", "&#;",
        ])
      default: text += dice.words()
      }
    }
    guard dice.once(in: 3) else { return text }
    return String(decoding: Mutation.broken(Array(text.utf8), pieces: FuzzedFeed.pieces, &dice), as: UTF8.self)
  }

  private static let names = ["p", "b", "a", "div", "script", "style", "td", "IMG", "h1", "x-y", "svg:a", "i"]
}
