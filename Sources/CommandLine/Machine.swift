/// The machine that a command runs on: its files, its standard input, its screen.
public enum Machine {
  /// Whether commands may touch it. Where a command runs for somebody who is elsewhere, it may not: `@FILE` is then the text that it
  /// looks like, and a path leads nowhere but to what lies on the tray.
  @TaskLocal public static var isOpen = true

  /// What stands in for its files where commands may not touch it.
  @TaskLocal public static var tray: Tray?
}
