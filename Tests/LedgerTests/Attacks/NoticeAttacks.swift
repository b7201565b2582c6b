import TestHouse

extension Attacks {
  /// LAW-18, LAW-28: what is told to whom, over which ways, and under whose name a playbook is proposed.
  static let onNotices: [Attack] = [
    Attack(
      "a forged receipt of a notice", "wu", .logistics,
      "insert into levee.notice_receipt (notice_id, transport, key, at) values (1, 'chat', 'k', now())",
      outcome: Attack.noRight),
    Attack(
      "another person's notices acknowledged", "sun", .monitoring, "update levee.notice set acknowledged_at = now()",
      outcome: Attack.noRight),
    Attack(
      "a notice forgotten", "svc_supervisor", .supervisor, "delete from levee.notice", outcome: Attack.noRight),
    Attack(
      "a transport of one's own", "zhou", .response,
      "insert into levee.transport (name, kind, format, address) values ('mine', 'webhook', 'slack', 'https://evil.example/')",
      outcome: Attack.noRight),
    Attack(
      "a channel turned to another webhook", "zhou", .response, "update levee.webhook_channel set transport = 'mine'",
      outcome: Attack.noRight),
    Attack(
      "a path for a program", "postgres", .admin,
      "insert into levee.transport (name, kind, format, address) values ('sh', 'command', 'text', '../../bin/sh')",
      outcome: Attack.check("transport_address_fits_its_kind")),
    Attack(
      "a secret in the place of its name", "postgres", .admin,
      """
      insert into levee.transport (name, kind, format, address, secret)
      values ('s', 'webhook', 'generic', 'https://x.example/', 'SEC/abc=')
      """, outcome: Attack.check("transport_secret_is_a_name")),
    Attack(
      "a second recipient in an address", "postgres", .admin,
      "insert into levee.transport (name, kind, format, address) values ('m', 'command', 'mail', 'sendmail')",
      "insert into levee.contact (handle, transport, address) values ('wang', 'm', E'a@b.c\\nBcc: d@e.f')",
      outcome: Attack.check("contact_address_is_one_word")),
    Attack(
      "a webhook channel without its webhook", "postgres", .admin,
      """
      insert into levee.channel (name, kind, outside, title, person) values ('bare', 'webhook', true, 'Bare', 'postgres')
      """, outcome: Attack.rule("channel_webhook_has_a_transport")),
    Attack(
      "a playbook proposed in another's name", "postgres", .admin,
      "insert into levee.playbook (version, title_en, title_zh, person) values (99, 'a', 'b', 'nobody')",
      outcome: Attack.noRight),
    Attack(
      "an approved playbook changed through a proposal", "postgres", .admin,
      "insert into levee.target (version, name, severity, within) values (1, 'mine', 'I', '1 hour')",
      outcome: Attack.rule("playbook_is_frozen")),
  ]
}
