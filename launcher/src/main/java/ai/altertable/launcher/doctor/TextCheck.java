package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;

/// In which encoding names of files and arguments are read.
///
/// @param encoding as Java calls it
record TextCheck(String encoding) implements Check {
  static TextCheck ofThisProcess() {
    return new TextCheck(System.getProperty("sun.jnu.encoding", "unknown"));
  }

  @Override
  public String name() {
    return "encoding";
  }

  @Override
  public Finding look() {
    String seen = "Names of files and arguments are read as " + encoding + ".";
    return encoding.equalsIgnoreCase("UTF-8")
        ? new Finding.Fine(seen)
        : new Finding.Warning(
            seen + " Paths and passwords with other letters than ASCII are misread.",
            "Set LC_ALL=C.UTF-8, or LANG, before the start.");
  }
}
