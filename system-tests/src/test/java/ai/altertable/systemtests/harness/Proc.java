package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A process as Linux shows it in `/proc`. What is gone meanwhile is empty or zero.
public record Proc(long pid) {
  private static final Path ROOT = Path.of("/proc");

  /// `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Java runs on.
  private static final long TICKS_PER_SECOND = 100;

  private static final int PARENT_FIELD = 1;
  private static final int USER_TIME_FIELD = 11;
  private static final int SYSTEM_TIME_FIELD = 12;

  public static List<Proc> all() {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(name -> new Proc(Long.parseLong(name)))
          .toList();
    } catch (IOException noProc) {
      throw new UncheckedIOException("the system tests need Linux's /proc", noProc);
    }
  }

  /// Whether it is there and not a zombie.
  public boolean runs() {
    List<String> fields = stat();
    return !fields.isEmpty() && !fields.getFirst().equals("Z") && !fields.getFirst().equals("X");
  }

  public long parent() {
    List<String> fields = stat();
    return fields.isEmpty() ? 0 : Long.parseLong(fields.get(PARENT_FIELD));
  }

  public List<Proc> children() {
    return all().stream().filter(other -> other.parent() == pid).toList();
  }

  public Stream<Proc> descendants() {
    return children().stream()
        .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()));
  }

  public String commandLine() {
    return text("cmdline").replace('\0', ' ').strip();
  }

  public Optional<Path> directory() {
    try {
      return Optional.of(Files.readSymbolicLink(ROOT.resolve(pid + "/cwd")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// The environment that it was started with.
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    for (String entry : text("environ").split("\0", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return variables;
  }

  /// What its descriptors beyond standard input, output and error stand for.
  public Set<String> openFiles() {
    Set<String> targets = new TreeSet<>();
    try (Stream<Path> descriptors = Files.list(ROOT.resolve(pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Integer.parseInt(descriptor.getFileName().toString()) > 2) {
          target(descriptor).ifPresent(targets::add);
        }
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return targets;
  }

  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  /// What the kernel says of the state of each thread.
  public List<String> threads() {
    try (Stream<Path> threads = Files.list(ROOT.resolve(pid + "/task"))) {
      return threads
          .map(thread -> text("task/" + thread.getFileName() + "/status"))
          .filter(status -> !status.isEmpty())
          .toList();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// The soft limit of a name in `limits`.
  public String limit(String name) {
    return text("limits")
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().replaceAll("\\s.*", ""))
        .findFirst()
        .orElse("");
  }

  /// What it has computed, in user and system mode.
  public Duration cpuTime() {
    List<String> fields = stat();
    if (fields.isEmpty()) {
      return Duration.ZERO;
    }
    long ticks =
        Long.parseLong(fields.get(USER_TIME_FIELD)) + Long.parseLong(fields.get(SYSTEM_TIME_FIELD));
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  /// The most memory that it has had resident, since its start or the last [#forgetPeak].
  public long peakBytes() {
    return text("status")
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  /// Makes the present resident size the peak (proc(5), `clear_refs`).
  public void forgetPeak() {
    try {
      Files.writeString(ROOT.resolve(pid + "/clear_refs"), "5");
    } catch (IOException refused) {
      throw new UncheckedIOException("the peak of process " + pid + " cannot be reset", refused);
    }
  }

  /// @param name without SIG
  public void signal(String name) {
    Finished kill =
        Finished.of(
            new ProcessBuilder("kill", "-" + name, "--", Long.toString(pid)),
            Duration.ofSeconds(5));
    if (kill.status() != 0) {
      throw new AssertionError("kill -" + name + " " + pid + ": " + kill.err());
    }
  }

  /// SIGKILL. Harmless when it is gone.
  public void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /// @return whether it ended in time
  public boolean awaitEnd(Duration within) {
    return Wait.whether(within, () -> !runs());
  }

  /// The fields of `stat` after the name, which may hold anything: state first.
  private List<String> stat() {
    String line = text("stat");
    int name = line.lastIndexOf(')');
    return name < 0 ? List.of() : List.of(line.substring(name + 2).strip().split(" "));
  }

  private String text(String file) {
    try {
      return Files.readString(ROOT.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public String toString() {
    return pid + " " + commandLine();
  }
}
