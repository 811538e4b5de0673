package ai.altertable.link;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Directives;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Outbox;
import ai.altertable.foundation.fleet.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a member has at its end of the link, in memory.
public final class FakeMember implements Directives, Outbox {
  public final List<Configuration> configurations = new CopyOnWriteArrayList<>();
  public final List<Instruction> instructions = new CopyOnWriteArrayList<>();
  private final Map<UUID, Report> waiting = new LinkedHashMap<>();

  public synchronized Report add(String text) {
    Report report = new Report(UUID.randomUUID(), text);
    waiting.put(report.id(), report);
    notifyAll();
    return report;
  }

  public synchronized int waiting() {
    return waiting.size();
  }

  @Override
  public synchronized List<Report> peek(int max, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long left = patience.toMillis();
    while (waiting.isEmpty() && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return new ArrayList<>(waiting.values()).subList(0, Math.min(max, waiting.size()));
  }

  @Override
  public synchronized void stored(Collection<UUID> reports) {
    reports.forEach(waiting::remove);
  }

  @Override
  public void configured(Configuration configuration) {
    configurations.add(configuration);
  }

  @Override
  public void instructed(Instruction instruction) {
    instructions.add(instruction);
  }
}
