public import Wording

/// A scenario as the tables keep it (`levee.plan_drill`).
extension Scenario {
  public var json: JSONValue {
    .object([
      "name": .string(name), "title": title.json, "kind": .string(kind.rawValue),
      "severity": .string(severity.rawValue),
      "size": .string(size), "starts_at": startsAt.map(JSONValue.string) ?? .null, "length": .number(length),
      "jurisdictions": .array(jurisdictions.map(JSONValue.string)), "roles": .array(roles.map(\.json)),
      "background": background.json, "knows": knows.json, "public": mood.json(lines: lines),
      "really": .array(
        really.map { .object(["at": .number($0.at), "text": $0.text.json, "source": .integer($0.source)]) }),
      "sources": .array(sources.map { .object(["title": .string($0.title), "url": .string($0.url)]) }),
      "objectives": .array(
        objectives.map {
          .object(["code": .string($0.code), "en": .string($0.text.english), "zh": .string($0.text.chinese)])
        }),
      "expectations": .array(
        expectations.map {
          .object([
            "code": .string($0.code), "objective": .string($0.objective), "step": .string($0.step.rawValue),
            "after": .string($0.after), "within": .number($0.within), "weight": .integer($0.weight),
            "en": .string($0.text.english), "zh": .string($0.text.chinese),
          ])
        }), "injects": .array(injects.map(\.json)),
    ])
  }
}

extension Inject {
  /// As `levee.add_inject` takes it.
  public var json: JSONValue {
    var content: [String: JSONValue] = [
      "title": title.json, "text": text.json, "to": .array(teams.map { .string($0.rawValue) }),
      "minutes": .integer(minutes),
    ]
    if crowd > 0 {
      content["crowd"] = .number(crowd)
      content["fade"] = .number(fade)
      content["lines"] = .array(lines.map(\.json))
    }
    if !mentions.isEmpty { content["mentions"] = .array(mentions.map(\.json)) }
    for (key, value) in [("sender", sender), ("contact", contact), ("seat", seat)] where !value.isEmpty {
      content[key] = .string(value)
    }
    if kind == .channel { content["channel"] = .string(channel) }
    let fields: [String: JSONValue] = [
      "code": .string(code), "kind": .string(kind.rawValue), "content": .object(content),
    ]
    return .object(fields.merging(trigger.figures) { $1 })
  }
}

extension Inject.Trigger {
  /// `trigger`, and the `step` and seconds to `wait` that it has.
  public var figures: [String: JSONValue] {
    switch self {
    case .at(let wait): ["trigger": "at", "wait": .number(wait)]
    case .after(let step, let wait): ["trigger": "after", "step": .string(step.rawValue), "wait": .number(wait)]
    case .without(let step, let within):
      ["trigger": "without", "step": .string(step.rawValue), "wait": .number(within)]
    case .hand: ["trigger": "hand"]
    }
  }
}

extension Scenario.Line {
  /// Each language under its own code, as the law reads it.
  public var json: JSONValue {
    .object([
      "en": .string(text.english), "zh-CN": .string(text.chinese), "negative": .bool(isNegative),
      "source": .string(source),
    ])
  }
}

extension Bilingual {
  fileprivate var json: JSONValue { .object(["en": .string(english), "zh-CN": .string(chinese)]) }
}
