package ai.altertable.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Ties a program that knows nothing of lifelines to the server, by a small shell script around it:
/// when standard input ends, or on SIGTERM, the program gets SIGINT; when it is still there after a
/// while SIGQUIT, and five seconds later SIGKILL. The shell ends when the program has, with its
/// status.
///
/// The program must set up its own handler for SIGINT: a shell starts what runs in its background
/// with SIGINT and SIGQUIT ignored.
public final class LifelineShell {
  /// From SIGQUIT to SIGKILL.
  public static final Duration FROM_QUIT_TO_KILL = Duration.ofSeconds(5);

  private static final String SCRIPT = "lifeline.sh";

  private LifelineShell() {}

  /// @param interruptWithin how long the program may take after SIGINT, at least a second
  public static List<String> tie(List<String> command, Duration interruptWithin) {
    return tie(command, interruptWithin, FROM_QUIT_TO_KILL);
  }

  static List<String> tie(List<String> command, Duration interruptWithin, Duration quitWithin) {
    List<String> tied = new ArrayList<>();
    tied.addAll(List.of("/bin/sh", "-c", script(), "lifeline"));
    tied.add(Long.toString(Math.max(1, interruptWithin.toSeconds())));
    tied.add(Long.toString(Math.max(1, quitWithin.toSeconds())));
    tied.addAll(command);
    return List.copyOf(tied);
  }

  private static String script() {
    try (InputStream source =
        Objects.requireNonNull(LifelineShell.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .collect(Collectors.joining("\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
