package ai.altertable.worker.outbox;

import ai.altertable.foundation.fleet.Report;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/// The main of a process that reports without end, and says what it has reported, to be killed.
final class OutboxChild {
  private OutboxChild() {}

  public static void main(String[] arguments) {
    DiskOutbox outbox =
        DiskOutbox.open(
            InstantSource.system(),
            Path.of(arguments[0]),
            new OutboxSize(64 << 10, 64),
            (begun, _) -> "lost " + begun);
    for (long n = 1; ; n++) {
      Mark mark = outbox.begin(new UUID(2, n), "begun " + n);
      outbox.add(new Report(new UUID(1, n), "report " + n));
      System.out.println(n);
      outbox.end(mark, "ended " + n);
    }
  }
}
