package ai.altertable.launcher.confinement;

import ai.altertable.launcher.process.ProcessStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this system's kernel can do to confine processes. Safe for use by several threads.
public final class Confinement {
  /// The first version with which files can be moved between directories at all.
  private static final int FILES_SINCE = 2;

  private static final int TRUNCATION_SINCE = 3;
  private static final int NETWORK_SINCE = 4;
  private static final int SCOPES_SINCE = 6;

  private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

  private final Optional<Landlock> landlock;
  private final List<String> missing;
  private final boolean lenient;

  private Confinement(Optional<Landlock> landlock, List<String> missing, boolean lenient) {
    this.landlock = landlock;
    this.missing = List.copyOf(missing);
    this.lenient = lenient;
  }

  /// Asks the kernel.
  public static Confinement ofThisSystem() {
    if (!isLinux()) {
      return none(
          "confinement by the kernel (" + System.getProperty("os.name") + " has no Landlock)");
    }
    try {
      return of(Landlock.find(new LinuxCalls()));
    } catch (IOException refused) {
      return none(
          "confinement by the kernel (Landlock, which it answers with: "
              + refused.getMessage()
              + ")");
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  private static Confinement none(String missing) {
    return new Confinement(Optional.empty(), List.of(missing), false);
  }

  static Confinement of(Landlock found) {
    int version = found.version();
    if (version < FILES_SINCE) {
      return none("confinement by the kernel (its Landlock is too old; Linux 5.19)");
    }
    List<String> missing = new ArrayList<>();
    if (version < TRUNCATION_SINCE) {
      missing.add("truncating files elsewhere (Linux 6.2)");
    }
    if (version < NETWORK_SINCE) {
      missing.add("TCP connections (Linux 6.7)");
    }
    if (version < SCOPES_SINCE) {
      missing.add("signals and abstract Unix sockets (Linux 6.12)");
    }
    return new Confinement(Optional.of(found), missing, false);
  }

  /// What this kernel does not refuse although it should, with what it takes in parentheses; in the
  /// words of a log line.
  public List<String> missing() {
    return missing;
  }

  /// Whether it confines at all.
  public boolean works() {
    return landlock.isPresent();
  }

  /// Whether it holds both files and TCP.
  public boolean holds() {
    return landlock.filter(found -> found.version() >= NETWORK_SINCE).isPresent();
  }

  /// Which version of Landlock does it; 0: none.
  public int version() {
    return landlock.map(Landlock::version).orElse(0);
  }

  /// The same, but for what the kernel could do and refuses when it is asked: this one leaves it
  /// out and logs what is not confined.
  public Confinement asFarAsPossible() {
    return new Confinement(landlock, missing, true);
  }

  /// Confines the calling thread and every thread and process that it starts from now on. Does
  /// nothing where the kernel cannot.
  ///
  /// @throws IOException when the kernel can and refuses
  public void restrictThread(Rules rules) throws IOException {
    if (landlock.isEmpty()) {
      return;
    }
    if (!lenient) {
      landlock.get().restrict(rules);
      return;
    }
    List<String> open = landlock.get().restrictAsFarAsPossible(rules);
    if (!open.isEmpty()) {
      LOG.warn(
          "the kernel refuses walls around a process that it could build; not confined are: {}",
          String.join("; ", open));
    }
  }

  /// Starts processes that are confined from their first instruction on, with all of their threads.
  public ProcessStart startingWithin(Rules rules) {
    return landlock.isPresent()
        ? new ConfinedStart(() -> restrictThread(rules))
        : ProcessBuilder::start;
  }

  /// From now on a crash of this process does not write its memory to disk, where it runs on Linux.
  public static void renounceCoreDumps() throws IOException {
    if (isLinux()) {
      new LinuxCalls().renounceCoreDumps();
    }
  }
}
