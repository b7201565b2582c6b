import Desk
import FoundationEssentials
import Pages

extension Sheet {
  /// One button of a small form.
  struct Button {
    let words: String
    /// The step that it takes; "" for the form's own.
    let path: String
    /// What it says besides; "" for nothing.
    let name: String
    let value: String
    /// The browser's access key; "" for none.
    let key: String
    /// What it is about, for whoever hears one of many alike; "" where its words say it all.
    let about: String

    init(
      _ words: String, path: String = "", name: String = "", value: String = "", key: String = "", about: String = ""
    ) {
      self.words = words
      self.path = path
      self.name = name
      self.value = value
      self.key = key
      self.about = about
    }
  }

  /// What makes a form of this browser's own, and taken once.
  var once: [FormField] {
    [.hidden("_token", visitor.credential.token), .hidden("_key", UUID().uuidString)]
  }

  /// A form without fields: whichever button is pressed, one step is recorded once.
  /// - Parameters:
  ///   - values: what the step is about.
  ///   - lead: what stands before the buttons.
  func buttons(
    _ path: String, _ values: [String: [String]], _ buttons: [Button], lead: String = ""
  ) -> Markup {
    let hidden =
      values.sorted { $0.key < $1.key }.flatMap { name, all in all.map { FormField.hidden(name, $0) } } + once
    let pressed: [Markup] = buttons.map { button in
      var attributes = [("type", "submit"), ("class", "small")]
      if !button.path.isEmpty { attributes.append(("formaction", "/do/" + button.path)) }
      if !button.name.isEmpty { attributes += [("name", button.name), ("value", button.value)] }
      if !button.key.isEmpty { attributes.append(("accesskey", button.key)) }
      if !button.about.isEmpty { attributes.append(("aria-label", button.words + " " + button.about)) }
      return .tagged("button", attributes, [.text(button.words)])
    }
    return .element(
      "form", ["method": "post", "action": "/do/" + path, "class": "row", "accept-charset": "utf-8"],
      hidden.map { .empty("input", ["type": "hidden", "name": $0.name, "value": $0.values[0]]) }
        + (lead.isEmpty ? [] : [.element("span", [:], [.text(lead)])]) + pressed)
  }

  /// Where one can go from here, in a line.
  func links(_ all: [(target: String, words: String)]) -> Markup {
    .element(
      "p", ["class": "row"],
      all.enumerated().flatMap { place, link -> [Markup] in
        (place > 0 ? [.text(" · ")] : []) + [.link(link.target, link.words)]
      })
  }
}
