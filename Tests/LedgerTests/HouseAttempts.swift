import Postgres

/// The house and its people: what an administrator may say of them, and nobody else.
extension Attempts {
  static let house: [Attempt] = [
    Attempt(
      "the company named by an administrator", .assessing, "postgres", .admin,
      "insert into levee.company (name, name_en, contact, zone, mark) values ('星河', 'Galaxy', 'a@b.c', 'Asia/Shanghai', '')",
      .allowed),
    Attempt(
      "the company named by leadership", .assessing, "wang", .leadership,
      "insert into levee.company (name, name_en, zone) values ('星河', 'Galaxy', 'UTC')", Attempt.noRight),
    Attempt("the company read by staff", .assessing, "sun", .staff, "select name, mark from levee.company", .allowed),
    Attempt(
      "a company without a name", .assessing, "postgres", .admin,
      "insert into levee.company (name, name_en, zone) values (' ', 'Galaxy', 'UTC')",
      Attempt.check("company_has_its_name")),
    Attempt(
      "a company of two lines", .assessing, "postgres", .admin,
      "insert into levee.company (name, name_en, zone) values (E'a\\nb', 'Galaxy', 'UTC')",
      Attempt.check("company_has_its_name")),
    Attempt(
      "a company in a zone that is a rule", .assessing, "postgres", .admin,
      "insert into levee.company (name, name_en, zone) values ('星河', 'Galaxy', 'Asia/Shanghai8')",
      Attempt.check("company_zone_is_real")),
    Attempt(
      "a second company", .assessing, "postgres", .admin,
      "insert into levee.company (name, name_en, zone) values ('a', 'a', 'UTC'), ('b', 'b', 'UTC')",
      .refused("23505", "company_pkey")),
  ]
}
