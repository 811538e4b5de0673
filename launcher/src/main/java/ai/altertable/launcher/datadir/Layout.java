package ai.altertable.launcher.datadir;

import java.util.List;

/// The names of a data directory's parts.
public final class Layout {
  public static final String POSTGRES = "postgres";
  static final String OBJECTS = "objects";
  static final String CACHE = "cache";
  public static final String KEYS = "keys";
  static final String LOGS = "logs";
  static final String STAGING = "staging";
  static final String RUN = "run";

  static final List<String> ALL = List.of(POSTGRES, OBJECTS, CACHE, KEYS, LOGS, STAGING, RUN);

  /// Those whose loss is a loss of data; the others are made anew.
  static final List<String> IRREPLACEABLE = List.of(POSTGRES, OBJECTS, KEYS);

  private Layout() {}
}
