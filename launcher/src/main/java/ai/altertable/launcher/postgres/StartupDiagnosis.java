package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Why PostgreSQL did not start, from the last lines that it wrote. Its messages are English
/// (`lc_messages=C`).
///
/// @param lines of this attempt, oldest first
record StartupDiagnosis(Cause cause, List<String> lines) {
  /// The first one that applies counts.
  enum Cause {
    PORT_IN_USE("could not bind|Address already in use"),
    DISK_FULL("No space left on device|Disk quota exceeded"),
    LEFTOVER("pre-existing shared memory block|lock file \"postmaster.pid\" already exists"),
    DAMAGED(
        "are incompatible with server|could not open file \"global/pg_control\"|incorrect checksum in control file"
            + "|could not locate a valid checkpoint record|could not find the database system"
            + "|is not a valid data directory|could not open directory \"pg_"
            + "|could not open file \"pg_wal/"),
    NOT_PERMITTED("Permission denied|has wrong ownership|has invalid permissions|Read-only file"),
    NO_MEMORY("Cannot allocate memory|could not map anonymous shared memory|shmget"),
    UNKNOWN("");

    private final Pattern sign;

    Cause(String pattern) {
      this.sign = Pattern.compile(pattern);
    }

    private boolean appearsIn(String line) {
      return sign.matcher(line).find();
    }
  }

  private static final int LINES_QUOTED_MAX = 5;

  static StartupDiagnosis of(List<String> lines) {
    for (Cause cause : Cause.values()) {
      if (lines.stream().filter(StartupDiagnosis::serious).anyMatch(cause::appearsIn)) {
        return new StartupDiagnosis(cause, lines);
      }
    }
    return new StartupDiagnosis(Cause.UNKNOWN, lines);
  }

  static boolean tellsOfFullDisk(String line) {
    return Cause.DISK_FULL.appearsIn(line);
  }

  private static boolean serious(String line) {
    return line.contains("FATAL:")
        || line.contains("PANIC:")
        || line.contains("ERROR:")
        || line.contains("LOG:  could not")
        || line.contains("WARNING:")
        || line.contains("DETAIL:")
        || line.toLowerCase(Locale.ROOT).contains("postgres: could not");
  }

  StartupFailure explain(PostgresServer server, String exit) {
    return switch (cause) {
      case PORT_IN_USE -> FreePort.inUse(server.port());
      case DISK_FULL -> DiskSpace.exhausted(server.cluster().directory());
      case LEFTOVER ->
          new StartupFailure(
              "Processes of an earlier PostgreSQL still use "
                  + server.cluster().directory()
                  + ": "
                  + quoted(),
              "End them, or restart the machine, and start again.");
      case DAMAGED -> server.cluster().damaged(quoted());
      case NOT_PERMITTED ->
          new StartupFailure(
              "PostgreSQL may not use " + server.cluster().directory() + ": " + quoted(),
              "Give that directory, with all that is in it, to the server's user.");
      case NO_MEMORY ->
          new StartupFailure(
              "There is not enough memory for PostgreSQL: " + quoted(),
              "Make memory available, and start again.");
      case UNKNOWN ->
          new StartupFailure(
              "PostgreSQL " + exit + " before it was ready: " + quoted(),
              "See " + server.logFile() + ".");
    };
  }

  private String quoted() {
    List<String> serious = lines.stream().filter(StartupDiagnosis::serious).toList();
    List<String> chosen = serious.isEmpty() ? lines : serious;
    return chosen.stream()
        .skip(Math.max(0, chosen.size() - LINES_QUOTED_MAX))
        .map(line -> line.replaceFirst("^.*\\[\\d+] ", "").strip())
        .collect(Collectors.joining("; "));
  }
}
