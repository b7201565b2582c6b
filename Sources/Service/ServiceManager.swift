import CSystemd

/// What a service tells systemd, if systemd started it (`Type=notify`); otherwise nothing happens.
enum ServiceManager {
  /// It works from now on.
  static func ready() { sd_notify(0, "READY=1") }

  /// The loop turns. The watchdog is fed by nothing else.
  static func feedWatchdog() { sd_notify(0, "WATCHDOG=1") }

  /// One line for `systemctl status`.
  static func say(_ status: String) { sd_notify(0, "STATUS=" + status) }

  /// It ends because it was asked to.
  static func stopping() { sd_notify(0, "STOPPING=1") }
}
