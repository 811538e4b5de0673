package ai.altertable.engine.admission;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How a worker shares itself out among its principals.
///
/// @param processors that compute for all statements together
/// @param statementsMax that are open at the same time, of all principals: computing, waiting for
///   their turn, or with rows that their reader has not taken yet
/// @param statementsPerPrincipalMax of them, of one principal
/// @param waitingPerPrincipalMax statements of one principal that wait to be let in; one more is
///   refused
/// @param waitMax how long a statement waits to be let in
/// @param longMax long statements that compute at the same time
/// @param shortBudget computing time, after which a statement is a long one
/// @param youngBudget computing time, up to which a long one goes before its principal's others
/// @param turn how long a long statement computes before one of a principal that has had less goes
///   first
/// @param stalledAfter a reader that has not asked for rows for so long loses them when others wait
///   to be let in
public record AdmissionConfig(
    int processors,
    int statementsMax,
    int statementsPerPrincipalMax,
    int waitingPerPrincipalMax,
    Duration waitMax,
    int longMax,
    Duration shortBudget,
    Duration youngBudget,
    Duration turn,
    Duration stalledAfter) {
  private static final int STATEMENTS_MAX = 48;
  private static final int STATEMENTS_PER_PRINCIPAL_MAX = 24;
  private static final int WAITING_PER_PRINCIPAL_MAX = 256;

  public AdmissionConfig {
    requirePositive("processors", processors);
    requirePositive("statementsMax", statementsMax);
    requirePositive("statementsPerPrincipalMax", statementsPerPrincipalMax);
    requirePositive("longMax", longMax);
    if (waitingPerPrincipalMax < 0) {
      throw new IllegalArgumentException(
          "waitingPerPrincipalMax must not be negative, but is " + waitingPerPrincipalMax);
    }
  }

  /// How long a long statement waits for its turn, when none of its principal and age has one.
  Duration patience(Age age) {
    return age == Age.YOUNG ? turn.dividedBy(4) : turn;
  }

  /// What suits a worker with so many processors.
  public static AdmissionConfig of(int processors) {
    return new AdmissionConfig(
        processors,
        STATEMENTS_MAX,
        STATEMENTS_PER_PRINCIPAL_MAX,
        WAITING_PER_PRINCIPAL_MAX,
        Duration.ofSeconds(60),
        processors,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofMillis(200),
        Duration.ofSeconds(10));
  }
}
