package ai.altertable.launcher.postgres.external;

import ai.altertable.launcher.StartupFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Waits until a server answers: it may be starting at the same time, or its name may not be known
/// yet. What no waiting mends is told at once.
///
/// @param progress takes a line every few seconds
record Arrival(ExternalPostgres postgres, Consumer<String> progress) {
  /// Every server has it, unless its owner has removed it.
  private static final String FIRST_DATABASE = "postgres";

  private static final String NO_SUCH_DATABASE = "3D000";

  /// Too many connections; it starts, it stops, it recovers (PostgreSQL manual, appendix A).
  private static final Set<String> PASSING = Set.of("53300", "57P01", "57P02", "57P03");

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  /// Returns a database of the server that can be connected to.
  ///
  /// @throws StartupFailure when it does not answer in time, or does not let us in
  String await() {
    long begin = System.nanoTime();
    Duration told = Duration.ZERO;
    while (true) {
      try {
        return reachable();
      } catch (SQLException failure) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begin);
        if (!passes(failure)) {
          throw refused(failure);
        }
        if (waited.compareTo(postgres.patience()) >= 0) {
          throw absent(failure);
        }
        if (waited.minus(told).compareTo(PROGRESS_EVERY) > 0) {
          told = waited;
          progress.accept(
              "Waiting for %s (%s), %d s so far"
                  .formatted(postgres.where(), reason(failure), waited.toSeconds()));
        }
      }
      pause();
    }
  }

  private String reachable() throws SQLException {
    try (Connection _ = connect(postgres.database())) {
      return postgres.database();
    } catch (SQLException failure) {
      if (!NO_SUCH_DATABASE.equals(failure.getSQLState())) {
        throw failure;
      }
    }
    try (Connection _ = connect(FIRST_DATABASE)) {
      return FIRST_DATABASE;
    }
  }

  private Connection connect(String database) throws SQLException {
    return postgres.server().database(database, ANSWER_WITHIN).getConnection();
  }

  /// A failed handshake comes as a lost connection, as does a certificate for another name.
  private static boolean passes(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return false;
      }
    }
    String state = String.valueOf(failure.getSQLState());
    boolean lost = state.startsWith("08") && !state.equals("08004");
    return PASSING.contains(state) || (lost && !reason(failure).contains("could not be verified"));
  }

  private StartupFailure refused(SQLException failure) {
    return new StartupFailure(
        "%s does not let role %s in: %s."
            .formatted(postgres.where(), postgres.server().role(), reason(failure)),
        "Correct --postgres-url, the password beside it, or the server's pg_hba.conf; see"
            + " docs/runbooks/postgresql-not-reachable.md.",
        failure);
  }

  private StartupFailure absent(SQLException failure) {
    return new StartupFailure(
        "%s does not answer after %d s: %s."
            .formatted(postgres.where(), postgres.patience().toSeconds(), reason(failure)),
        "Start it, or correct --postgres-url; --postgres-wait-seconds waits longer; see"
            + " docs/runbooks/postgresql-not-reachable.md.",
        failure);
  }

  /// The first line, with what caused it where that says more.
  static String reason(SQLException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String first = line(failure);
    String last = line(root);
    String both = first.contains(last) ? first : first + " (" + last + ")";
    return both.replaceFirst("\\.$", "");
  }

  private static String line(Throwable failure) {
    String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return text.lines().findFirst().orElse("").strip();
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("The wait for PostgreSQL was interrupted.", "Start again.");
    }
  }
}
