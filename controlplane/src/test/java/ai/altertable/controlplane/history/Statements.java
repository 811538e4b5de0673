package ai.altertable.controlplane.history;

import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Finished statements for tests.
final class Statements {
  static final Environment HERE = new Environment(new UUID(1, 1), "production");
  static final Environment THERE = new Environment(new UUID(1, 2), "staging");
  static final Principal ANN = new Principal(new UUID(2, 1), "ann");
  static final Principal BOB = new Principal(new UUID(2, 2), "bob");

  private Statements() {}

  static FinishedStatement good(Principal principal, QueryId query, Instant began) {
    return statement(principal, query, began, "SELECT 'é\n'", Optional.empty());
  }

  static FinishedStatement failed(Principal principal, QueryId query, Instant began) {
    return statement(
        principal, query, began, "SELECT x", Optional.of(new Failure("COLUMN_NOT_FOUND", "no x")));
  }

  static FinishedStatement statement(
      Principal principal, QueryId query, Instant began, String text, Optional<Failure> failure) {
    return new FinishedStatement(
        UUID.randomUUID(),
        new QueryStart(
            Work.QUERY,
            query,
            new SessionId("s-1"),
            principal,
            ClientInterface.POSTGRES,
            "10.0.0.1",
            text,
            true,
            failure.isPresent() ? Optional.empty() : Optional.of("metabase"),
            "psql"),
        began,
        began.plusMillis(17),
        3,
        42,
        0,
        failure);
  }

  static HistoryEntry here(FinishedStatement statement) {
    return new HistoryEntry(HERE, "hosted-1", statement);
  }
}
