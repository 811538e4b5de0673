package ai.altertable.systemtests.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Writers that number their commits. Each writes a number to two tables of one database in one
/// transaction, and when that is acknowledged, to a table of another database.
final class NumberedCommits {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final AtomicBoolean end = new AtomicBoolean();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /// @param acknowledged the last number that is in both databases
  /// @param begun the last number that was written at all
  /// @param remembered what was acknowledged at a moment that the test has chosen
  private record Writer(int id, AtomicLong acknowledged, AtomicLong begun, AtomicLong remembered) {}

  private NumberedCommits() {}

  /// @param cleanup run again and again meanwhile
  static NumberedCommits begin(Http http, int count, Optional<String> cleanup) {
    http.query("CREATE TABLE alpha.left_side(writer INTEGER, n BIGINT)").orFail();
    http.query("CREATE TABLE alpha.right_side(writer INTEGER, n BIGINT)").orFail();
    http.query("CREATE TABLE beta.after(writer INTEGER, n BIGINT)").orFail();
    NumberedCommits commits = new NumberedCommits();
    for (int i = 1; i <= count; i++) {
      Writer writer = new Writer(i, new AtomicLong(), new AtomicLong(), new AtomicLong());
      commits.writers.add(writer);
      commits.threads.add(Thread.ofVirtual().start(() -> commits.write(http, writer)));
    }
    cleanup.ifPresent(
        sql -> commits.threads.add(Thread.ofVirtual().start(() -> commits.repeat(http, sql))));
    return commits;
  }

  private void write(Http http, Writer writer) {
    while (!end.get()) {
      long n = writer.begun().incrementAndGet();
      http.query(
              "BEGIN; INSERT INTO alpha.left_side VALUES (%1$d, %2$d); INSERT INTO alpha.right_side VALUES (%1$d, %2$d); COMMIT"
                  .formatted(writer.id(), n))
          .orFail();
      http.query("INSERT INTO beta.after VALUES (%d, %d)".formatted(writer.id(), n)).orFail();
      writer.acknowledged().set(n);
    }
  }

  private void repeat(Http http, String sql) {
    while (!end.get()) {
      for (String statement : sql.split(";\\s*", -1)) {
        http.query(statement).orFail();
      }
    }
  }

  private long total() {
    return writers.stream().mapToLong(writer -> writer.acknowledged().get()).sum();
  }

  /// Waits for further commits, all writers together.
  void awaitMore(int commits) {
    long wanted = total() + commits;
    Wait.until(WITHIN, commits + " further commits", () -> total() >= wanted);
  }

  /// What is acknowledged now must be there.
  void remember() {
    writers.forEach(writer -> writer.remembered().set(writer.acknowledged().get()));
  }

  void end() {
    end.set(true);
    Wait.until(WITHIN, "the writers end", () -> threads.stream().noneMatch(Thread::isAlive));
  }

  /// What is there is what each writer had committed at one moment: all of its numbers up to one,
  /// equal in what was written together, and at most one ahead of what was written afterwards.
  void assertCommittedState(Http http) {
    for (Writer writer : writers) {
      long left = last(http, "alpha.left_side", writer);
      assertThat(last(http, "alpha.right_side", writer)).as("%s", writer).isEqualTo(left);
      assertThat(last(http, "beta.after", writer)).as("%s", writer).isBetween(left - 1, left);
      assertThat(left).as("%s", writer).isBetween(writer.remembered().get(), writer.begun().get());
    }
  }

  /// The last number of a writer; all before it are there, once each.
  private static long last(Http http, String table, Writer writer) {
    List<String> rows =
        http.query(
                "SELECT count(*), count(DISTINCT n), coalesce(max(n), 0) FROM %s WHERE writer = %d"
                    .formatted(table, writer.id()))
            .texts();
    String[] figures = rows.getFirst().replaceAll("[\\[\\]\" ]", "").split(",", -1);
    assertThat(figures[0]).as(table + " of " + writer).isEqualTo(figures[2]);
    assertThat(figures[1]).as(table + " of " + writer).isEqualTo(figures[2]);
    return Long.parseLong(figures[2]);
  }
}
