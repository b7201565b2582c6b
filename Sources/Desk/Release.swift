/// The release that this program belongs to.
public enum Release {
  /// Its name, as in CHANGELOG and in the Debian package; `scripts/package` reads it here.
  public static let name = "0.6.0"
}
