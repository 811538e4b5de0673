package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.measure.Round;
import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Target;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.measure.Usage;
import ai.altertable.benchmarks.process.ProcessTree;
import ai.altertable.benchmarks.process.Server;
import ai.altertable.benchmarks.report.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// From the command to the first answer, with a data directory that exists, and what all processes
/// keep in memory then.
final class Start implements Benchmark {
  private static final Target WITHIN = new Target.MedianAtMost(10, Unit.SECONDS);
  private static final Target MEMORY = new Target.MedianAtMost(1.2e9, Unit.BYTES);
  private static final int ROUNDS_MAX = 5;
  private static final long NOTED_BYTES_MIN = 5_000_000;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String about() {
    return "from ./altertable start to the first answer, and idle memory of all processes";
  }

  @Override
  public void run(Workbench bench) {
    Path data = bench.work().resolve("start");
    Server.start(bench.settings(), data).close();
    List<Round> times = new ArrayList<>();
    List<Round> sizes = new ArrayList<>();
    List<ProcessTree.Member> members = List.of();
    for (int i = 0; i < Math.min(ROUNDS_MAX, bench.effort().rounds()); i++) {
      long begin = System.nanoTime();
      try (Server server = Server.start(bench.settings(), data)) {
        answer(server);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Usage usage = new Usage(server.processes().cpuSeconds(), 0, 0);
        times.add(new Round(Series.of(seconds), seconds, usage));
        rest(bench.effort().quick() ? Duration.ofMillis(200) : Duration.ofSeconds(10));
        members = server.processes().members();
        sizes.add(
            new Round(
                Series.of(members.stream().mapToDouble(ProcessTree.Member::proportional).sum()),
                1,
                Usage.NONE));
      }
    }
    bench.report(
        Finding.of(name(), "first answer", Unit.SECONDS, List.of(new Side("all-in-one", times)))
            .against(WITHIN)
            .note("client and others are not told apart here"));
    bench.report(memory(sizes, members));
  }

  private static void answer(Server server) {
    try (Client client = server.rest().connect()) {
      client.run("SELECT 1");
    }
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Finding memory(List<Round> sizes, List<ProcessTree.Member> members) {
    Finding finding =
        Finding.of(name(), "idle memory", Unit.BYTES, List.of(new Side("all processes", sizes)))
            .against(MEMORY)
            .note(
                "proportional set sizes; the plain resident sizes below count shared pages again");
    List<ProcessTree.Member> largest =
        members.stream()
            .filter(member -> member.proportional() >= NOTED_BYTES_MIN)
            .sorted(Comparator.comparingLong(ProcessTree.Member::proportional).reversed())
            .toList();
    for (ProcessTree.Member member : largest) {
      finding =
          finding.note(
              "%s (%s resident): %s"
                  .formatted(
                      Unit.BYTES.format((double) member.proportional()),
                      Unit.BYTES.format((double) member.resident()),
                      shortened(member.command())));
    }
    return finding;
  }

  /// Of a Java command, the class that it runs; of others, the beginning.
  private static String shortened(String command) {
    String last = command.replaceAll(".* (ai\\.altertable\\.[A-Za-z.]+).*", "$1");
    return last.length() > 60 ? last.substring(0, 60) : last;
  }
}
