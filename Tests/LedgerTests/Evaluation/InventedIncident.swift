import Ledger
import TestHouse

/// An incident written down as rows, with times of one's own: 60 days ago, on the full hour, is its hour 0. The rows are those that the
/// steps would have left; the steps' triggers are off, so that nothing else is there.
struct InventedIncident {
  enum Row {
    /// Something due: within so many minutes since hour 0, done after so many; nil: never.
    case duty(_ kind: String, target: String, within: Int, after: Int?)
    /// Owed no more after so many minutes.
    case moot(_ kind: String, target: String, within: Int, after: Int)
    /// Out after so many minutes, citing facts by their numbers.
    case statement(_ number: Int, at: Int, cites: [Int])
    /// Verified before anything was published; or only afterwards; refuted in the end.
    case fact(_ number: Int, verified: Bool, late: Bool = false, refuted: Bool = false)
    /// A reply and a resolution in time (true), late (false), or never (nil); `open`: the resolution is due in a year.
    case feedback(reply: Bool?, resolved: Bool?, satisfied: String = "unknown", open: Bool = false)
    /// So many posts in an hour, of which so many negative.
    case posts(hour: Int, Int, negative: Int)
    case goal(_ met: String)
    case review, outside, successor
  }

  let number: Int
  let rows: [Row]

  private static let stamp = "'responding', 'sun', 'monitoring'"
  private static let start =
    "(date_bin('1 hour', clock_timestamp(), timestamptz '2000-01-01 00:00:00+00') - interval '60 days')"

  /// The statements that write it.
  var script: String {
    var lines = [
      """
      insert into levee.incident (id, title, kind, severity, detected_at, playbook, gates, stage, outcome, person, team, at, event_id, salt)
      overriding system value values (\(number), 'invented', 'other', 'III', \(Self.start), 1, 1, 'reviewing', 'open', 'sun', 'monitoring',
      \(Self.start), 0, '')
      """
    ]
    var place = number * 1000
    for row in rows {
      place += 1
      lines += sql(row, place)
    }
    return lines.joined(separator: ";\n") + ";\n"
  }

  private func at(_ minutes: Int) -> String { "\(Self.start) + interval '\(minutes) minutes'" }

  private func sql(_ row: Row, _ place: Int) -> [String] {
    switch row {
    case .duty(let kind, let target, let within, let after):
      return [
        owed(
          kind, "", target, within, after.map { "'done', \(at($0))" } ?? "'open', 'infinity'")
      ]
    case .moot(let kind, let target, let within, let after):
      return [owed(kind, "", target, within, "'moot', \(at(after))")]
    case .fact(let fact, let verified, let late, let refuted):
      let id = number * 1000 + fact
      let check = verified ? [(id, 1, "verified")] : late ? [(id, 900_000, "verified")] : []
      return [
        """
        insert into levee.fact (id, incident_id, claim, source, reliability, person, team, at, event_id, salt) overriding system value
        values (\(id), \(number), 'c', 's', \(refuted ? "'refuted'" : "'verified'"), 'sun', 'monitoring', \(at(0)), 0, '')
        """
      ]
        + (check + (refuted ? [(id, 950_000, "refuted")] : [])).map { fact, event, word in
          """
          insert into levee.fact_check (incident_id, fact_id, reliability, reason, person, team, at, event_id, salt)
          values (\(number), \(fact), '\(word)', 'r', 'sun', 'monitoring', \(at(0)), \(event), '')
          """
        }
    case .statement(let statement, let minutes, let cites):
      let id = number * 1000 + statement
      return [
        """
        insert into levee.delivery (id, incident_id, document_id, number, digest, rendition, channel, channel_kind, audience, language,
        exercise, outside, person, team, at, event_id) overriding system value values (\(id), \(number), \(id), 1, '', 'web', 'public',
        'manual', 'public', 'en', false, true, 'zhou', 'response', \(at(minutes)), 0)
        """,
        """
        insert into levee.delivery_receipt (incident_id, delivery_id, address, posted_at, person, team, at, event_id, salt)
        values (\(number), \(id), 'x', \(at(minutes)), 'zhou', 'response', \(at(minutes)), 1000, '')
        """,
      ]
        + cites.map { fact in
          """
          insert into levee.citation (incident_id, document_id, number, fact_id, person, team, at, event_id)
          values (\(number), \(id), 1, \(number * 1000 + fact), 'zhou', 'response', \(at(minutes)), 500)
          """
        }
    case .feedback(let reply, let resolved, let satisfied, let open):
      return feedback(place, reply, resolved, satisfied, open)
    case .posts(let hour, let count, let negative):
      return [
        "insert into levee.trend (incident_id, bucket, mentions) values (\(number), \(at(hour * 60)), \(count))",
        """
        insert into levee.mention (id, source, external_id, published_at, text, sentiment) select nextval('levee.mention_id'), 's',
        '\(place)-' || i, \(at(hour * 60)), 't', case when i <= \(negative) then -1 else 0 end from generate_series(1, \(count)) i
        """,
        """
        insert into levee.incident_mention (incident_id, mention_id) select \(number), id from levee.mention
        where external_id like '\(place)-%'
        """,
      ]
    case .goal(let met):
      let goal =
        "insert into levee.command_goal (incident_id, number, command_revision, text, person, team, at, event_id, salt) values (\(number), \(place), 1, 'g', 'wang', 'leadership', \(at(0)), 0, '')"
      return met.isEmpty
        ? [goal]
        : [
          goal,
          "insert into levee.goal_judgement (incident_id, goal, met, reason, person, team, at, event_id, salt) values (\(number), \(place), '\(met)', 'r', 'wang', 'leadership', \(at(0)), 0, '')",
        ]
    case .review:
      return [
        "insert into levee.after_action_review (incident_id, course, effectiveness, lessons, person, team, at, event_id, salt) values (\(number), 'c', 'e', 'l', 'wang', 'leadership', \(at(0)), 0, '')"
      ]
    case .outside:
      return [
        "insert into levee.outside_publication (incident_id, text, place, published_at, person, team, at, event_id, salt) values (\(number), 't', 'a chat', \(at(0)), 'sun', 'monitoring', \(at(0)), 0, '')"
      ]
    case .successor:
      return [
        """
        insert into levee.incident (id, title, kind, severity, detected_at, predecessor, playbook, gates, person, team, at, event_id, salt)
        overriding system value values (\(number + 500), 'next', 'other', 'III', \(Self.start), \(number), 1, 1, 'sun', 'monitoring',
        \(Self.start), 0, '')
        """
      ]
    }
  }

  private func owed(
    _ kind: String, _ subject: String, _ target: String, _ within: Int, _ end: String, due: String? = nil
  ) -> String {
    """
    insert into levee.duty (incident_id, kind, subject, occurrence, team, aim, opened_at, opened_by, target, started_at, due_at, state,
    ended_at) values (\(number), '\(kind)', '\(subject)', 1, 'response', false, \(at(0)), 0, '\(target)', \(at(0)), \(due ?? at(within)), \(end))
    """
  }

  /// Replies are due within an hour, resolutions within two days.
  private func feedback(
    _ id: Int, _ reply: Bool?, _ resolved: Bool?, _ satisfied: String, _ open: Bool
  ) -> [String] {
    var lines = [
      "insert into levee.feedback (id, incident_id, sender, text, person, team, at, event_id, salt) overriding system value values (\(id), \(number), 'customer', 't', 'zhou', 'response', \(at(0)), 0, '')",
      owed(
        "reply", "Q\(id)", "feedback_reply", 60, reply.map { "'done', \(at($0 ? 50 : 70))" } ?? "'open', 'infinity'"),
      owed(
        "feedback_resolution", "Q\(id)", "feedback_resolution", 2880,
        resolved.map { "'done', \(at($0 ? 2880 : 2900))" } ?? "'open', 'infinity'",
        due: open ? "clock_timestamp() + interval '1 year'" : nil),
    ]
    if let reply {
      lines.append(
        "insert into levee.reply (incident_id, feedback_id, basis, person, team, at, event_id) values (\(number), \(id), 'template', 'zhou', 'response', \(at(reply ? 50 : 70)), 0)"
      )
    }
    if let resolved {
      lines.append(
        "insert into levee.resolution (incident_id, feedback_id, outcome, satisfied, person, team, at, event_id, salt) values (\(number), \(id), 'o', '\(satisfied)', 'zhou', 'response', \(at(resolved ? 2880 : 2900)), 0, '')"
      )
    }
    return lines
  }
}
