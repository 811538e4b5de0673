package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Contender;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.process.InProcess.Take;
import ai.altertable.benchmarks.report.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the way through gateway, worker and engine costs.
final class SelectOne implements Benchmark {
  private static final String STATEMENT = "SELECT 1";
  private static final Target ONE_CLIENT = new Target.MedianAtMost(0.002, Unit.SECONDS);
  private static final Target SEVERAL = new Target.RateAtLeast(3000);
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);

  @Override
  public String name() {
    return "select-1";
  }

  @Override
  public String about() {
    return "SELECT 1 over 1, 4 and 16 kept connections, with and without a session";
  }

  @Override
  public void run(Workbench bench) {
    for (Protocol protocol : bench.protocols()) {
      CLIENTS.forEach(clients -> measure(bench, protocol, clients));
    }
  }

  private void measure(Workbench bench, Protocol protocol, int clients) {
    double seconds = bench.effort().loadSeconds();
    try (Load alone = Load.of(protocol, clients);
        Load sessions = Load.inSessions(protocol, clients)) {
      List<Contender> contenders = new ArrayList<>();
      contenders.add(
          new Contender(protocol.name() + ", no session", () -> alone.run(STATEMENT, seconds)));
      contenders.add(
          new Contender(protocol.name() + ", session", () -> sessions.run(STATEMENT, seconds)));
      if (clients == 1) {
        List<String> statements = Collections.nCopies(bench.effort().statements(), STATEMENT);
        contenders.add(
            new Contender("in process", () -> bench.duckdb().time(Take.OBJECTS, statements)));
      }
      Target target = clients == 1 ? ONE_CLIENT : SEVERAL;
      String subject = clients == 1 ? "1 client" : clients + " clients";
      bench.report(
          Finding.of(name(), subject, Unit.SECONDS, bench.interleaved(1).run(contenders, target))
              .against(target));
    }
  }
}
