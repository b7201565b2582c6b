public import Desk

/// What `levee` has for everyone: incidents to look at, briefs, the audit, the playbook, their own tasks, a report to monitoring.
public enum StaffCommands {
  /// In the order of the help.
  public static let all = daily + TrainingCommands.all + DrillCommands.all

  private static let daily = [
    IncidentCommands.list, IncidentCommands.show, IncidentCommands.timeline, IncidentCommands.report,
    BriefCommands.list, BriefCommands.show, AuditCommands.verify, AuditCommands.duties,
    AuditCommands.checkpoint, AuditCommands.export, PlaybookCommands.list, PlaybookCommands.show,
    PlaybookCommands.export,
    PlaybookCommands.check, PlaybookCommands.propose, PlaybookCommands.rebase, PlaybookCommands.compare,
    PlaybookCommands.bringIn,
    TaskCommands.list,
    TaskCommands.done, ReportCommand.report, ReportCommand.reports, DraftCommands.list, DraftCommands.discard,
    UndoCommand.staff, DeviceCommands.add, DeviceCommands.list, DeviceCommands.revoke,
    KeyCommands.add, KeyCommands.list, KeyCommands.confirm, KeyCommands.end,
    SignOnCommands.confirm, SignOnCommands.list, SignOnCommands.end,
    WallCommands.link, WallCommands.list, WallCommands.end,
    NoteCommands.note, NoteCommands.notes, AttachmentCommands.attach, AttachmentCommands.list,
    AttachmentCommands.save,
    SearchCommand.search, MeetingCommands.show, MeetingCommands.signIn,
    ImprovementCommands.own, ImprovementCommands.done, ImprovementPlanCommand.change,
    PlaybookCommands.read, ReadingsCommand.staff,
    EvaluateCommand.evaluate, ReadinessCommand.readiness, CaseCommands.add, CaseCommands.list, CaseCommands.show,
    CaseCommands.search,
    VerifyCommand.staff, RosterCommands.show, RosterCommands.set, RosterCommands.rotate, RosterCommands.remove,
    ShiftCommands.swap, RosterCommands.leave, RosterFiles.importing, RosterFiles.exporting, RosterCommands.counselling,
    WhoCommand.who, LanguageCommand.language,
  ]
}
