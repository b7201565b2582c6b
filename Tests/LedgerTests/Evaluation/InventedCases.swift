/// Twenty incidents whose scores were worked out by hand; the arithmetic stands beside each. Weights of targets at level III:
/// first statement 3, assess and command 2, others 1.
struct InventedCase {
  let name: String
  let rows: [InventedIncident.Row]
  /// Hand-overs that agree with the facts, of how many.
  var handovers = (matching: 0, of: 0)
  /// T, A, F, O; nil where it does not apply.
  let parts: [Double?]
  let total: Double
  let band: String
  var isCapped = false
  var coverage: Double?

  /// Peak of 100 an hour in hour 1, 60 of them negative; 5 an hour at the end, of which 1 is negative; 10 before, 2 negative.
  private static let calmedDown: [InventedIncident.Row] =
    [.posts(hour: -2, 10, negative: 2), .posts(hour: 1, 100, negative: 60)]
    + (69...74).map { .posts(hour: $0, 5, negative: 1) }

  static let all: [InventedCase] = [
    // T: 5 rows kept, one of them exactly at its time: 100. Nothing else applies: E = T. It rests on .30 of the weight.
    InventedCase(
      name: "everything in time",
      rows: [
        .duty("log", target: "acknowledge", within: 30, after: 20),
        .duty("assess", target: "assess", within: 60, after: 50),
        .duty("receive", target: "report_up", within: 15, after: 10),
        .duty("command", target: "command", within: 60, after: 60),
        .duty("plan", target: "plan", within: 120, after: 1),
      ], parts: [100, nil, nil, nil], total: 100, band: "P", coverage: 0.30),
    // Command 30 min late of 60: t = 1 − 30/60 = .5, weighs 2. T = 100·(1 + 2·.5)/(1 + 2) = 66.7.
    InventedCase(
      name: "half a span late",
      rows: [
        .duty("log", target: "acknowledge", within: 30, after: 30),
        .duty("command", target: "command", within: 60, after: 90),
      ], parts: [66.7, nil, nil, nil], total: 66.7, band: "M"),
    // Command a whole span late: t = 0. T = 100·1/3 = 33.3.
    InventedCase(
      name: "a whole span late",
      rows: [
        .duty("log", target: "acknowledge", within: 30, after: 30),
        .duty("command", target: "command", within: 60, after: 120),
      ], parts: [33.3, nil, nil, nil], total: 33.3, band: "U"),
    // T: first statement never (3·0), assess kept (2·1): 100·2/5 = 40. O: 72 h after it was due, heat and sentiment count 0, nothing
    // followed: 100·(.35·0 + .25·0 + .2·1)/.8 = 25. E = (.3·40 + .2·25)/.5 = 34.
    InventedCase(
      name: "no statement at all",
      rows: [
        .duty("first_statement", target: "first_statement", within: 360, after: nil),
        .duty("assess", target: "assess", within: 60, after: 60),
      ], parts: [40, nil, nil, 25], total: 34, band: "U"),
    // A: 3 of 4 claims stand, all were verified: 100·(.5·.75 + .2·1)/.7 = 82.1. O: no posts, nothing followed: 100.
    // E = (.3·82.1 + .2·100)/.5 = 89.3.
    InventedCase(
      name: "one claim of four refuted later",
      rows: [
        .statement(1, at: 120, cites: [1, 2, 3, 4]), .fact(1, verified: true), .fact(2, verified: true),
        .fact(3, verified: true), .fact(4, verified: true, refuted: true),
      ], parts: [nil, 82.1, nil, 100], total: 89.3, band: "S"),
    // A: both claims stand and were verified, 2 of 4 hand-overs agree: 100·(.5 + .3·.5 + .2) = 85. E = (.3·85 + .2·100)/.5 = 91.
    InventedCase(
      name: "half of the hand-overs differ",
      rows: [.statement(1, at: 120, cites: [1, 2]), .fact(1, verified: true), .fact(2, verified: true)],
      handovers: (2, 4), parts: [nil, 85, nil, 100], total: 91, band: "P"),
    // A: both stand, one was verified only after it was out: 100·(.5 + .2·.5)/.7 = 85.7. E = (.3·85.7 + .2·100)/.5 = 91.4.
    InventedCase(
      name: "verified too late",
      rows: [.statement(1, at: 120, cites: [1, 2]), .fact(1, verified: true), .fact(2, verified: false, late: true)],
      parts: [nil, 85.7, nil, 100], total: 91.4, band: "P"),
    // A: a refuted fact in two statements and a true one: 1 of 3 claims stands, all were verified: 100·(.5/3 + .2)/.7 = 52.4.
    // E = (.3·52.4 + .2·100)/.5 = 71.4.
    InventedCase(
      name: "the same wrong claim twice",
      rows: [
        .statement(1, at: 120, cites: [1, 2]), .statement(3, at: 300, cites: [1]),
        .fact(1, verified: true, refuted: true), .fact(2, verified: true),
      ], parts: [nil, 52.4, nil, 100], total: 71.4, band: "M"),
    // F of 10: replies in time 8, resolved in time 6, resolved 8, satisfied 5: 100·(.4·.8 + .3·.6 + .2·.8 + .1·.5) = 71.
    InventedCase(
      name: "ten people write",
      rows: [
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "no"),
        .feedback(reply: true, resolved: false), .feedback(reply: true, resolved: false),
        .feedback(reply: false, resolved: nil), .feedback(reply: nil, resolved: nil),
      ], parts: [nil, nil, 71, nil], total: 71, band: "M"),
    // F: both replies in time, nothing else is due: 100·.4/.4 = 100, on .4 of the part: .20·.4 = .08 of the whole.
    InventedCase(
      name: "not due yet",
      rows: [
        .feedback(reply: true, resolved: nil, open: true), .feedback(reply: true, resolved: nil, open: true),
      ], parts: [nil, nil, 100, nil], total: 100, band: "P", coverage: 0.08),
    // O: 5 of 100 an hour at the end, below a tenth: 1. Negative 20 % as before: 1. No second wave: 1. 100·.8/.8 = 100, on .8.
    InventedCase(
      name: "it calmed down", rows: calmedDown + [.statement(1, at: 120, cites: [])],
      parts: [nil, nil, nil, 100], total: 100, band: "P", coverage: 0.16),
    // O: 50 of 100 at the end: (1 − .5)/.9 = .5556. Negative 60 % at worst, 50 % at the end, 20 % usually: (.6 − .5)/(.6 − .2) = .25.
    // No wave reaches 60: 1. 100·(.35·.5556 + .25·.25 + .2)/.8 = 57.1.
    InventedCase(
      name: "it is still talked about",
      rows: [.statement(1, at: 120, cites: []), .posts(hour: 1, 100, negative: 60)]
        + (69...74).map { .posts(hour: $0, 50, negative: 25) },
      parts: [nil, nil, nil, 57.1], total: 57.1, band: "U"),
    // O: fallen 1, recovered 1 (nobody negative), 70 posts in hour 30 after it was calm: second wave, 0. 100·.6/.8 = 75.
    InventedCase(
      name: "a second wave",
      rows: [
        .statement(1, at: 120, cites: []), .posts(hour: 1, 100, negative: 60), .posts(hour: 30, 70, negative: 70),
      ] + (69...74).map { .posts(hour: $0, 5, negative: 0) }, parts: [nil, nil, nil, 75], total: 75, band: "S"),
    // O: goals (1 + .5 + 0)/3 = .5; nothing followed: 100·(.2·.5 + .2·1)/.4 = 75.
    InventedCase(
      name: "three goals",
      rows: [.statement(1, at: 120, cites: []), .goal("yes"), .goal("partly"), .goal("no")],
      parts: [nil, nil, nil, 75], total: 75, band: "S"),
    // Two goals that the review did not judge: 0. O = 100·(.2·0 + .2·1)/.4 = 50. T = 100. E = (.3·100 + .2·50)/.5 = 80.
    InventedCase(
      name: "nobody judged the goals",
      rows: [
        .statement(1, at: 120, cites: []), .goal(""), .goal(""), .review,
        .duty("log", target: "acknowledge", within: 30, after: 1),
      ], parts: [100, nil, nil, 50], total: 80, band: "S"),
    // A and O would be 100; something was published outside: 60 each. E = (.3·60 + .2·60)/.5 = 60.
    InventedCase(
      name: "published outside the system",
      rows: [.statement(1, at: 120, cites: [1]), .fact(1, verified: true), .outside],
      parts: [nil, 60, nil, 60], total: 60, band: "M"),
    // T, A, O 100. F: replied and resolved late, satisfied: 100·(.2 + .1) = 30. E = 30 + 30 + 6 + 20 = 86; F is below 40: M.
    InventedCase(
      name: "one part is so low",
      rows: [
        .duty("log", target: "acknowledge", within: 30, after: 1), .statement(1, at: 120, cites: [1]),
        .fact(1, verified: true), .feedback(reply: false, resolved: false, satisfied: "yes"),
      ], parts: [100, 100, 30, 100], total: 86, band: "M", isCapped: true),
    // T: assess kept (2), receive owed no more before it was due: left out; command owed no more after it was due: 0 (2). 100·2/4 = 50.
    InventedCase(
      name: "owed no more",
      rows: [
        .duty("assess", target: "assess", within: 60, after: 5),
        .moot("receive", target: "report_up", within: 15, after: 10),
        .moot("command", target: "command", within: 60, after: 70),
      ], parts: [50, nil, nil, nil], total: 50, band: "U"),
    // O: another incident came of it: 0. T = 100. E = (.3·100 + .2·0)/.5 = 60.
    InventedCase(
      name: "another crisis came of it",
      rows: [
        .duty("log", target: "acknowledge", within: 30, after: 1), .statement(1, at: 120, cites: []), .successor,
      ], parts: [100, nil, nil, 0], total: 60, band: "M"),
    // T: 1·1 + 2·.5 + 2·1 + 3·1 = 7 of 8: 87.5. A: 3 of 4 stand, 3 of 4 hand-overs, all verified: 100·(.375 + .225 + .2) = 80.
    // F of 4: 3, 2, 3, 2: 100·(.3 + .15 + .15 + .05) = 65. O: 1, 1, goals .5, 1: 100·(.35 + .25 + .1 + .2) = 90.
    // E = 26.25 + 24 + 13 + 18 = 81.25, written 81.3.
    InventedCase(
      name: "all of it",
      rows: calmedDown + [
        .duty("log", target: "acknowledge", within: 30, after: 1),
        .duty("assess", target: "assess", within: 60, after: 90),
        .duty("command", target: "command", within: 60, after: 60),
        .duty("first_statement", target: "first_statement", within: 360, after: 120),
        .statement(1, at: 120, cites: [1, 2, 3, 4]), .fact(1, verified: true), .fact(2, verified: true),
        .fact(3, verified: true), .fact(4, verified: true, refuted: true),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: true, satisfied: "yes"),
        .feedback(reply: true, resolved: false, satisfied: "no"), .feedback(reply: nil, resolved: nil), .goal("yes"),
        .goal("no"),
      ], handovers: (3, 4), parts: [87.5, 80, 65, 90], total: 81.3, band: "S", coverage: 1),
  ]
}
