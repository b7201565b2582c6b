public import Wording

/// One thing that a form asks for.
public struct FormField: Sendable {
  /// How it is asked.
  public enum Kind: Sendable {
    case line
    /// Digits that a phone may take from a message that came.
    case digits
    case text
    /// Several, one a line.
    case several
    case flag
    case choice([(value: String, label: String)])
    /// Any of these.
    case boxes([(value: String, label: String)])
    /// A file with one of these endings, or of any kind.
    case file([String])
    /// What goes along unseen.
    case hidden
  }

  /// What the form calls it when it is sent.
  public let name: String
  /// What a person reads.
  public let label: String
  public let help: String
  public let kind: Kind
  public var values: [String]
  public let isRequired: Bool
  /// What is known and may be taken.
  public var suggestions: [(value: String, label: String)] = []
  /// Whether it is one of two ways to say the same: it may be left out, but not both.
  public var isEither = false

  public init(
    _ name: String, label: String, help: String = "", kind: Kind, values: [String] = [], isRequired: Bool = false,
    suggestions: [(value: String, label: String)] = []
  ) {
    self.name = name
    self.label = label
    // What says the same twice is said once.
    self.help = help == label ? "" : help
    self.kind = kind
    self.values = values
    self.isRequired = isRequired
    self.suggestions = suggestions
  }

  /// Whether a long form may do without it at first sight.
  var mayBeFolded: Bool {
    switch kind {
    case .hidden, .flag, .boxes, .file: false
    default: !isRequired && !isEither
    }
  }

  var isFile: Bool { if case .file = kind { true } else { false } }

  /// What goes along unseen.
  public static func hidden(_ name: String, _ value: String) -> FormField {
    FormField(name, label: "", kind: .hidden, values: [value])
  }
}

/// A form: its fields under their labels, and one button that says what it does.
public struct FormMarkup: Sendable {
  public let action: String
  /// Whether sending it records something; one that only asks for a page does not.
  public let isPosted: Bool
  public let fields: [FormField]
  public let button: String
  /// `return`, `danger`; "" for the usual.
  public var look = ""
  public let language: Language
  /// Tells the fields of several forms of one page apart.
  public var mark = ""

  public init(
    _ action: String, isPosted: Bool, _ fields: [FormField], button: String, language: Language, look: String = "",
    mark: String = ""
  ) {
    self.action = action
    self.isPosted = isPosted
    self.fields = fields
    self.button = button
    self.language = language
    self.look = look
    self.mark = mark
  }

  /// Of many fields, what may be left out stands folded.
  public var markup: Markup {
    let all = fields.enumerated().map { (field: $1, markup: field($1, "f\(mark)\($0)")) }
    // Where nothing has to be said, the first fields are what it is about.
    let leading = Set(
      fields.contains { $0.isRequired } ? [] : fields.filter(\.mayBeFolded).prefix(3).map(\.name))
    func isFolded(_ field: FormField) -> Bool {
      field.mayBeFolded && field.values.allSatisfy(\.isEmpty) && !leading.contains(field.name)
    }
    let seen = all.filter { isFolded($0.field) }
    let isLong = all.count > 6 && seen.count > 3
    let folded: [Markup] =
      isLong
      ? [
        .element(
          "details", [:],
          [.element("summary", [:], [.text(Bilingual("More, which may be left out", "更多选填项")[language])])]
            + seen.flatMap(\.markup))
      ] : []
    var attributes = [
      ("method", isPosted ? "post" : "get"), ("action", action), ("class", look), ("accept-charset", "utf-8"),
    ]
    if fields.contains(where: \.isFile) { attributes.append(("enctype", "multipart/form-data")) }
    return .tagged(
      "form", attributes,
      all.filter { !isLong || !isFolded($0.field) }.flatMap(\.markup) + folded
        + [.element("p", ["class": "send"], [.element("button", ["type": "submit", "class": look], [.text(button)])])])
  }

  private func field(_ field: FormField, _ id: String) -> [Markup] {
    switch field.kind {
    case .hidden: return field.values.map { .empty("input", ["type": "hidden", "name": field.name, "value": $0]) }
    case .flag:
      let isOn = field.values.contains("yes")
      let box: Markup = .empty(
        "input",
        isOn
          ? ["type": "checkbox", "id": id, "name": field.name, "value": "yes", "checked": "checked"]
          : ["type": "checkbox", "id": id, "name": field.name, "value": "yes"])
      return [
        .element("p", ["class": "flag"], [box, .text(" "), .element("label", ["for": id], [.text(field.label)])])
      ]
    case .boxes(let choices): return [boxes(field, choices, id)]
    default: break
    }
    let help: [Markup] =
      field.help.isEmpty ? [] : [.element("span", ["class": "help", "id": id + "h"], [.text(field.help)])]
    let must: [Markup] =
      field.isRequired || field.isEither
      ? []
      : [
        .text(" "), .element("span", ["class": "optional"], [.text(Bilingual("(may be left out)", "（可不填）")[language])]),
      ]
    var all: [Markup] = [
      .element("label", ["for": id], [.element("b", [:], [.text(field.label)])] + must)
    ]
    all += help
    all.append(input(field, id))
    if !field.suggestions.isEmpty, !Self.isChosen(field) {
      all.append(
        .element(
          "datalist", ["id": id + "l"],
          field.suggestions.map { .element("option", ["value": $0.value], [.text($0.label)]) }))
    }
    return [.element("div", ["class": "field"], all)]
  }

  private func boxes(_ field: FormField, _ choices: [(value: String, label: String)], _ id: String) -> Markup {
    var all: [Markup] = [.element("legend", [:], [.element("b", [:], [.text(field.label)])])]
    if !field.help.isEmpty { all.append(.element("span", ["class": "help"], [.text(field.help)])) }
    for (index, choice) in choices.enumerated() {
      var attributes = [("type", "checkbox"), ("id", id + "-\(index)"), ("name", field.name), ("value", choice.value)]
      if field.values.contains(choice.value) { attributes.append(("checked", "checked")) }
      all.append(
        .element(
          "p", ["class": "flag"],
          [
            .tagged("input", attributes, nil), .text(" "),
            .element("label", ["for": id + "-\(index)"], [.text(choice.label)]),
          ]))
    }
    return .element("fieldset", ["class": "field"], all)
  }

  private static func isChosen(_ field: FormField) -> Bool {
    if case .choice = field.kind { true } else { false }
  }

  private func input(_ field: FormField, _ id: String) -> Markup {
    let describedBy = field.help.isEmpty ? "" : id + "h"
    let required = field.isRequired ? "required" : ""
    switch field.kind {
    case .text, .several:
      let rows =
        if case .text = field.kind {
          max(field.isRequired ? 4 : 2, min(16, (field.values.first ?? "").count / 40 + 2))
        } else { 3 }
      // A line feed right after the tag is none of the text's.
      return Self.element(
        "textarea",
        [
          "id": id, "name": field.name, "rows": "\(rows)", "dir": "auto", "aria-describedby": describedBy,
          "required": required,
        ],
        [.text("\n"), .typed(field.values.joined(separator: "\n"))])
    case .choice(let choices):
      let chosen = field.values.first
      var options: [Markup] =
        chosen == nil || !field.isRequired ? [.element("option", ["value": ""], [.text("–")])] : []
      options += choices.map {
        .element(
          "option", $0.value == chosen ? ["value": $0.value, "selected": "selected"] : ["value": $0.value],
          [.text($0.label)])
      }
      return Self.element(
        "select", ["id": id, "name": field.name, "aria-describedby": describedBy, "required": required], options)
    case .file(let endings):
      return Self.element(
        "input",
        [
          "type": "file", "id": id, "name": field.name, "accept": endings.map { "." + $0 }.joined(separator: ","),
          "aria-describedby": describedBy, "required": required,
        ], nil)
    default:
      let isDigits = if case .digits = field.kind { true } else { false }
      return Self.element(
        "input",
        [
          "type": "text", "id": id, "name": field.name, "value": field.values.first ?? "", "dir": "auto",
          "autocomplete": isDigits ? "one-time-code" : "off", "inputmode": isDigits ? "numeric" : "",
          "list": field.suggestions.isEmpty ? "" : id + "l", "aria-describedby": describedBy,
          "required": required,
        ], nil)
    }
  }

  /// An element without the attributes that say nothing.
  private static func element(_ name: String, _ attributes: [(String, String)], _ content: [Markup]?) -> Markup {
    let kept = attributes.filter { !$0.1.isEmpty || $0.0 == "value" }
    return content.map { .tagged(name, kept, $0) } ?? .tagged(name, kept, nil)
  }

  private static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: [Markup]?
  ) -> Markup {
    element(name, attributes.map { ($0.key, $0.value) }, content)
  }
}
