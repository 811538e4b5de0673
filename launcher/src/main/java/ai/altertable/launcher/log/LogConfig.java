package ai.altertable.launcher.log;

import java.util.List;
import java.util.Locale;
import org.slf4j.event.Level;

/// What is logged, and how.
///
/// @param format of every line, whichever process it comes from
/// @param level from which on the platform's own lines are written; those of libraries from INFO on
///   at the most
public record LogConfig(LogFormat format, Level level) {
  private static final String FORMAT_PROPERTY = "altertable.log.format";
  private static final String LEVEL_PROPERTY = "altertable.log.level";

  /// As options of a Java process that is to log like this.
  public List<String> toOptions() {
    return List.of(
        "-D" + FORMAT_PROPERTY + "=" + format.name().toLowerCase(Locale.ROOT),
        "-D" + LEVEL_PROPERTY + "=" + level.name());
  }

  /// What [#toOptions] has told this process.
  public static LogConfig ofThisProcess() {
    return new LogConfig(
        LogFormat.valueOf(System.getProperty(FORMAT_PROPERTY, "text").toUpperCase(Locale.ROOT)),
        Level.valueOf(System.getProperty(LEVEL_PROPERTY, "INFO")));
  }
}
