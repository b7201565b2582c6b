import Postgres

/// Incidents that were open before an upgrade brought the table of duties get theirs from what the steps say.
enum DutyAdoption {
  /// Opens what is owed of every open incident that has no duty at all. Its time begins now, by the incident's clock. Run by the
  /// owner of the schema, in the transaction of the upgrade.
  static let statement = Statement(
    unsafeSQL: """
      with facts as materialized (\(DutyAudit.facts()))
      select levee.open_duty(f.incident_id, f.kind, f.subject, 0, levee.now(f.incident_id), team => f.team,
        person => coalesce(case f.kind when 'task' then t.owner when 'submit' then r.person
          when 'revise' then s.author when 'adopt' then s.author end, ''),
        document => coalesce(r.document_id, 0), not_by => case f.kind when 'review' then s.authors || array(
          select v.person from levee.review v where v.incident_id = s.incident_id and v.kind = s.kind
            and v.document_id = s.document_id and v.number = s.number) else '{}' end,
        gate => case f.kind
          when 'receive' then (select '' from levee.assessment_receipt x where x.incident_id = f.incident_id limit 1)
          when 'repair' then (select k.gate from levee.work w join levee.duty_kind k on k.name = w.kind
            where w.incident_id = f.incident_id and w.state = 'dead' and 'D' || w.subject = f.subject limit 1) end,
        due => t.due_at, lapses => case f.kind when 'send' then a.expires_at else 'infinity' end)
      from facts f
      left join levee.task t on f.kind = 'task' and t.incident_id = f.incident_id and 'T' || t.id = f.subject
      left join levee.revision r on f.kind in ('submit', 'review', 'revise', 'adopt', 'renew', 'send')
        and r.incident_id = f.incident_id and levee.reference(r.kind, r.document_id, r.number) = f.subject
      left join levee.submission s on (s.incident_id, s.kind, s.document_id, s.number)
        = (r.incident_id, r.kind, r.document_id, r.number)
      left join levee.approval a on (a.incident_id, a.kind, a.document_id, a.number)
        = (r.incident_id, r.kind, r.document_id, r.number)
      where f.kind <> 'gate' and not exists (select from levee.duty d where d.incident_id = f.incident_id)
      -- The aims first: others have their time from them.
      order by (select k.aim from levee.duty_kind k where k.name = f.kind) desc, f.incident_id, f.kind, f.subject
      """)
}
