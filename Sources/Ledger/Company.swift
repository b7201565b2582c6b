import Postgres
public import Wording

/// The company whose house this is: what its pages and messages call it, and in which zone it lives.
public struct Company: Sendable, Equatable {
  /// As Chinese pages and messages say it.
  public var name: String
  /// As English pages and messages say it.
  public var nameInEnglish: String
  /// Where the public turns to: a number, an address; "" for nowhere.
  public var contact: String
  /// An IANA name, for example `Asia/Shanghai`.
  public var zone: String
  /// Its sign: a few characters, or a picture as a `data:` address; "" for none.
  public var mark: String
  /// Where its console is, for links: `https://levee.example.com`; "" for nowhere.
  public var pages: String

  public init(
    name: String, nameInEnglish: String, contact: String = "", zone: String, mark: String = "",
    pages: String = ""
  ) {
    self.name = name
    self.nameInEnglish = nameInEnglish
    self.contact = contact
    self.zone = zone
    self.mark = mark
    self.pages = pages
  }

  /// What a page of a language calls it.
  public func name(in language: Language) -> String {
    language == .english && !nameInEnglish.isEmpty ? nameInEnglish : name
  }
}

/// What a house knows of its company: one row, written by administrators, read by everybody of the house.
public struct CompanyRecord: Sendable {
  let ledger: Ledger

  /// - Returns: nil as long as nobody said what the company is.
  public func read() async throws -> Company? {
    try await ledger.read("select name, name_en, contact, zone, mark, pages from levee.company").first.map {
      Company(
        name: try $0["name"], nameInEnglish: try $0["name_en"], contact: try $0["contact"], zone: try $0["zone"],
        mark: try $0["mark"], pages: try $0["pages"])
    }
  }

  /// - Returns: false when all of it was so already.
  /// - Throws: `LedgerError.refused` for a company without a name (`company_has_its_name`) and for a zone that PostgreSQL
  ///   does not know (`company_zone_is_real`).
  @discardableResult
  public func write(_ company: Company) async throws -> Bool {
    try await !ledger.commit(
      """
      insert into levee.company as c (name, name_en, contact, zone, mark, pages)
      values (\(company.name), \(company.nameInEnglish), \(company.contact), \(company.zone), \(company.mark), \(company.pages))
      on conflict (only_row) do update set name = excluded.name, name_en = excluded.name_en, contact = excluded.contact,
          zone = excluded.zone, mark = excluded.mark, pages = excluded.pages
        where (c.name, c.name_en, c.contact, c.zone, c.mark, c.pages)
          <> (excluded.name, excluded.name_en, excluded.contact, excluded.zone, excluded.mark, excluded.pages)
      returning 1 as changed
      """
    ).isEmpty
  }
}

extension Ledger {
  public var company: CompanyRecord { CompanyRecord(ledger: self) }
}
