package ai.altertable.engine.guard;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.StatementKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Statements that are nobody's to run here, though DuckDB would: they reach around the lakehouse
/// to its files, or change what the instance has for all of its sessions.
///
/// This is no sandbox: it keeps users from breaking things with a plain statement.
public final class Refusals {
  /// Statements that read and write files of the server.
  private static final Set<String> FILE_VERBS = Set.of("copy", "export", "import");

  /// Statements that run or keep another one.
  private static final Set<String> CARRIERS = Set.of("explain", "prepare", "execute");

  /// What is run by itself only, for we keep count of it: a transaction that EXPLAIN ANALYZE ended
  /// would be one that nobody knows of.
  private static final Set<String> NOT_CARRIED =
      Set.of(
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "set",
          "reset",
          "use",
          "pragma",
          "prepare",
          "deallocate",
          "attach",
          "detach",
          "load",
          "install",
          "checkpoint",
          "vacuum");

  /// Settings that stay changeable after the instance is locked, for us alone.
  private static final Set<String> OWN_SETTINGS =
      Set.of("memory_limit", "max_memory", "max_temp_directory_size");

  /// Functions that pass statements to a catalog's metadata, or change how it is reached.
  private static final Set<String> OWN_FUNCTIONS =
      Set.of(
          "postgres_execute",
          "postgres_query",
          "postgres_configure_pool",
          "enable_logging",
          // Ends the process for some options (seen with data_inlining_row_limit, DuckLake 1.5.5).
          "set_option",
          "ducklake_set_option");

  private Refusals() {}

  /// Why a statement is refused; empty when it may run.
  public static Optional<PlatformException> of(StatementShape shape, StatementKind kind) {
    if (touchesFiles(shape)) {
      return refused(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "statements that read or write files of the server are not offered; load files with"
              + " POST /upload, and take rows from the answer");
    }
    if (NOT_CARRIED.contains(shape.carriedVerb())) {
      return refused(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "%s is run by itself only, not by EXPLAIN or PREPARE"
              .formatted(shape.carriedVerb().toUpperCase(Locale.ROOT)));
    }
    if (OWN_FUNCTIONS.stream().anyMatch(shape::mentions)) {
      return refused(ErrorCode.PERMISSION_DENIED, "this function is the server's own");
    }
    return switch (kind) {
      case SET, PRAGMA ->
          OWN_SETTINGS.stream()
              .filter(shape::mentions)
              .findFirst()
              .map(name -> denied("the setting " + name + " is the server's; see --worker-memory"));
      case DETACH -> refused(ErrorCode.PERMISSION_DENIED, "catalogs are attached by the server");
      case DROP -> ofDrop(shape);
      default -> Optional.empty();
    };
  }

  private static boolean touchesFiles(StatementShape shape) {
    String verb = shape.verb();
    return FILE_VERBS.contains(verb)
        || (CARRIERS.contains(verb) && FILE_VERBS.stream().anyMatch(shape::says));
  }

  private static Optional<PlatformException> ofDrop(StatementShape shape) {
    if (shape.says("secret")) {
      return refused(ErrorCode.PERMISSION_DENIED, "secrets are the server's");
    }
    if (shape.says("schema") && shape.mentions("main")) {
      return refused(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "the schema main cannot be dropped: every catalog has it");
    }
    return Optional.empty();
  }

  private static Optional<PlatformException> refused(ErrorCode code, String message) {
    return Optional.of(new PlatformException(code, message));
  }

  private static PlatformException denied(String message) {
    return new PlatformException(ErrorCode.PERMISSION_DENIED, message);
  }
}
