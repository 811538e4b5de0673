package ai.altertable.launcher.command;

import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Extensions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "provision",
    description = "Gets what the platform needs besides itself: DuckDB's extensions.",
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class ProvisionCommand implements Runnable {
  @Mixin private RuntimeOptions runtime;

  @Option(
      names = "--extension",
      paramLabel = "NAME",
      description = "A further extension, for example tpch. Repeatable.")
  private List<String> further = List.of();

  @Override
  public void run() {
    List<String> names = new ArrayList<>(Extensions.NEEDED);
    further.stream().filter(name -> !names.contains(name)).forEach(names::add);
    Console console = Console.ofThisProcess();
    console.step(
        "DuckDB extensions are in "
            + Extensions.provide(names, runtime.directory(), runtime.extensions(), console));
  }
}
