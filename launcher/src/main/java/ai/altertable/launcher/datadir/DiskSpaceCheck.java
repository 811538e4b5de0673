package ai.altertable.launcher.datadir;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Room for data, and for more files.
///
/// @param reserve that uploads leave free
/// @param spill that queries may use
public record DiskSpaceCheck(Path directory, DataSize reserve, DataSize spill) implements Check {
  private static final long FILES_MIN = 10_000;
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final String ADVICE =
      "Make room there (docs/runbooks/disk-full.md), or choose another place with --data-dir.";

  @Override
  public String name() {
    return "disk space";
  }

  @Override
  public Finding look() throws IOException {
    Path existing = ExistingParent.of(directory);
    long free = Files.getFileStore(existing).getUsableSpace();
    String seen = "%s has %d MiB free".formatted(existing, free >> 20);
    if (free < reserve.bytes()) {
      return new Finding.Problem(
          "%s, less than the %s that uploads leave alone (--disk-reserve)."
              .formatted(seen, reserve),
          ADVICE);
    }
    Optional<Long> files = freeFiles(existing);
    if (files.isPresent() && files.get() < FILES_MIN) {
      return new Finding.Problem(
          "%s, but room for %d more files only.".formatted(seen, files.get()), ADVICE);
    }
    if (free - reserve.bytes() < spill.bytes()) {
      return new Finding.Warning(
          "%s, and queries may spill up to %s.".formatted(seen, spill),
          "Set --worker-spill to what can be spared, or make room there.");
    }
    return new Finding.Fine(
        seen + files.map(count -> ", and room for " + count + " more files.").orElse("."));
  }

  /// Empty where that is not told, or there is no limit.
  private static Optional<Long> freeFiles(Path place) {
    Optional<Path> stat = Executables.ofThisProcess().find("stat");
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    CommandOutcome outcome =
        new Command(
                List.of(stat.get().toString(), "-f", "-c", "%c %d", place.toString()),
                Map.of(),
                Path.of("/"))
            .run(WITHIN);
    String line = outcome.succeeded() ? String.join("", outcome.lines()).strip() : "";
    String[] numbers = line.split(" ", -1);
    return line.matches("[1-9]\\d* \\d+")
        ? Optional.of(Long.valueOf(numbers[1]))
        : Optional.empty();
  }
}
