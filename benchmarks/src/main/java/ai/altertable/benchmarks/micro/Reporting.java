package ai.altertable.benchmarks.micro;

import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.history.Abridgement;
import ai.altertable.foundation.history.FinishedStatementCodec;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.worker.outbox.DiskOutbox;
import ai.altertable.worker.outbox.Mark;
import ai.altertable.worker.outbox.OutboxSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What history costs a small statement: noted when it begins, reported when it has ended. Another
/// thread takes the reports out, as the link does.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Reporting {
  private static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00.123456Z");

  private final QueryStart start =
      new QueryStart(
          Work.QUERY,
          new QueryId(new UUID(1, 2)),
          new SessionId(new UUID(3, 4).toString()),
          new Principal(new UUID(5, 6), "ann"),
          ClientInterface.HTTP,
          "127.0.0.1",
          "SELECT 1",
          true,
          Optional.empty(),
          "bench/1");

  private Fixture fixture = Fixture.NONE;
  private long count;

  private record Fixture(Path directory, DiskOutbox outbox, Thread taker) {
    @SuppressWarnings("NullAway") // Before the set-up there is nothing, and nobody asks.
    static final Fixture NONE = new Fixture(null, null, null);
  }

  @Setup(Level.Trial)
  public void open() throws IOException {
    Path directory = Files.createTempDirectory("outbox");
    DiskOutbox outbox =
        DiskOutbox.open(InstantSource.system(), directory, OutboxSize.DEFAULT, (begun, _) -> begun);
    Thread taker = Thread.ofPlatform().daemon().start(() -> take(outbox));
    fixture = new Fixture(directory, outbox, taker);
  }

  private static void take(DiskOutbox outbox) {
    try {
      while (true) {
        List<Report> some = outbox.peek(1000, Duration.ofSeconds(1));
        outbox.stored(some.stream().map(Report::id).toList());
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    fixture.taker().interrupt();
    System.out.println(fixture.outbox().figures());
    fixture.outbox().close();
    try (var files = Files.walk(fixture.directory())) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Benchmark
  public void statement() {
    String begun = FinishedStatementCodec.begun(Abridgement.of(start), BEGAN);
    Mark mark = fixture.outbox().begin(new UUID(7, count++), begun);
    fixture
        .outbox()
        .end(mark, FinishedStatementCodec.ended(begun, BEGAN, 1, 17, 0, Optional.empty()));
  }

  /// Without the disk.
  @Benchmark
  public String codec() {
    String begun = FinishedStatementCodec.begun(Abridgement.of(start), BEGAN);
    return FinishedStatementCodec.ended(begun, BEGAN, 1, 17, 0, Optional.empty());
  }
}
