package ai.altertable.launcher.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel refuses by itself: nothing else stands in the way of these programs.
class ConfinementTest {
  private static final String DENIED = "AccessDeniedException";

  private final Confinement confinement = Confinement.ofThisSystem();

  @TempDir private Path folder;
  private Path open;
  private Path closed;

  @BeforeEach
  void needsAKernelThatConfines() throws IOException {
    assumeTrue(confinement.holds(), "this kernel does not confine: " + confinement.missing());
    open = Files.createDirectory(folder.resolve("open"));
    closed = Files.createDirectory(folder.resolve("closed"));
    Files.writeString(open.resolve("mine"), "mine");
    Files.writeString(closed.resolve("secret"), "secret");
  }

  private Rules rules() {
    return Rules.nothing()
        .running(SystemFiles.java())
        .running(SystemFiles.libraries())
        .reading(SystemFiles.processes())
        .reading(SystemFiles.settings())
        .reading(SystemFiles.program())
        .writing(List.of(open));
  }

  @Test
  void programDoesWhatItMay() throws Exception {
    assertThat(
            ConfinedProgram.run(
                confinement,
                rules(),
                "read " + open.resolve("mine"),
                "write " + open.resolve("new"),
                "truncate " + open.resolve("new"),
                "make " + open.resolve("folder"),
                "move " + open.resolve("new") + " " + open.resolve("folder/new"),
                "list " + open,
                "delete " + open.resolve("folder/new"),
                "socket " + open.resolve("socket")))
        .containsExactly(
            "done mine",
            "done new",
            "done new",
            "done folder",
            "done new",
            "done 2",
            "done",
            "done");
  }

  @Test
  void programIsRefusedAllOtherFiles() throws Exception {
    String secret = closed.resolve("secret").toString();
    String[] attempts = {
      "read " + secret,
      "list " + closed,
      "write " + closed.resolve("new"),
      "write " + secret,
      "truncate " + secret,
      "make " + closed.resolve("folder"),
      "socket " + closed.resolve("socket"),
      "read /etc/passwd",
      "read /etc/hostname",
      "list /home",
      "list /tmp",
      "list " + folder,
      "move " + open.resolve("mine") + " " + closed.resolve("mine"),
      "move " + secret + " " + open.resolve("secret"),
      "delete " + secret
    };
    assertThat(ConfinedProgram.run(confinement, rules(), attempts))
        .hasSameSizeAs(attempts)
        .allSatisfy(outcome -> assertThat(outcome).containsAnyOf(DENIED, "Permission denied"));
    assertThat(Path.of(secret)).hasContent("secret");
  }

  @Test
  void theSameProgramIsFreeWithoutRules() throws Exception {
    try (ServerSocket listener = listener()) {
      assertThat(
              ConfinedProgram.runFree(
                  "read " + closed.resolve("secret"),
                  "write " + closed.resolve("new"),
                  "list /tmp",
                  "connect " + listener.getLocalPort(),
                  "listen 0",
                  "run cat " + closed.resolve("secret")))
          .allSatisfy(outcome -> assertThat(outcome).startsWith("done"));
    }
  }

  @Test
  void linkIntoTheOpenLeadsNowhere() throws Exception {
    Path link = Files.createSymbolicLink(open.resolve("link"), closed.resolve("secret"));
    assertThat(ConfinedProgram.run(confinement, rules(), "read " + link))
        .singleElement()
        .asString()
        .contains(DENIED);
  }

  @Test
  void programConnectsToItsPortsOnlyAndListensOnNone() throws Exception {
    try (ServerSocket allowed = listener();
        ServerSocket canary = listener()) {
      assertThat(
              ConfinedProgram.run(
                  confinement,
                  rules().connecting(Set.of(allowed.getLocalPort())),
                  "connect " + allowed.getLocalPort(),
                  "connect " + canary.getLocalPort(),
                  "listen 0"))
          .satisfiesExactly(
              outcome -> assertThat(outcome).isEqualTo("done"),
              outcome -> assertThat(outcome).contains("Permission denied"),
              outcome -> assertThat(outcome).contains("Permission denied"));
      canary.setSoTimeout(100);
      assertThatThrownBy(canary::accept).hasMessageContaining("timed out");
    }
  }

  @Test
  void programsThatItRunsAreConfinedAsWell() throws Exception {
    Rules withShell = rules().running(List.of(Path.of("/bin"), Path.of("/usr/bin")));
    String secret = closed.resolve("secret").toString();
    assertThat(
            ConfinedProgram.run(
                confinement, withShell, "run cat " + open.resolve("mine"), "run cat " + secret))
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo("done 0 mine"),
            outcome -> assertThat(outcome).startsWith("done 1").contains("Permission denied"));
    assertThat(ConfinedProgram.run(confinement, rules(), "run /bin/sh -c true"))
        .singleElement()
        .asString()
        .contains("Permission denied");
  }

  @Test
  void otherProcessesGetNoSignalsAndKeepTheirSecrets() throws Exception {
    assumeTrue(confinement.missing().isEmpty(), "this kernel does not keep signals in");
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(
              ConfinedProgram.run(
                  confinement,
                  rules(),
                  "kill " + victim.pid(),
                  "read /proc/" + victim.pid() + "/environ",
                  "read /proc/" + ProcessHandle.current().pid() + "/maps"))
          .satisfiesExactly(
              outcome -> assertThat(outcome).contains("refuses the signal"),
              outcome -> assertThat(outcome).doesNotStartWith("done"),
              outcome -> assertThat(outcome).doesNotStartWith("done"));
      assertThat(victim.isAlive()).isTrue();
    } finally {
      victim.destroyForcibly();
    }
  }

  @Test
  void threadsInheritWhatTheOneThatStartsThemGaveUp() throws Exception {
    String mine = open.resolve("mine").toString();
    String secret = closed.resolve("secret").toString();
    List<String> outcomes =
        ConfinedProgram.run(
            confinement,
            rules().reading(List.of(closed)),
            "read " + secret,
            "give-up-reading-but " + open,
            "read-in-other-threads " + mine,
            "read-in-other-threads " + secret,
            "read /proc/self/status",
            "read /proc/self/environ",
            "read /proc/self/mem",
            "read /proc/" + ProcessHandle.current().pid() + "/cmdline",
            "write " + open.resolve("new"));
    assertThat(outcomes)
        .satisfiesExactly(
            outcome -> assertThat(outcome).isEqualTo("done secret"),
            outcome -> assertThat(outcome).isEqualTo("done"),
            outcome -> assertThat(outcome).isEqualTo("done [done mine]"),
            outcome -> assertThat(outcome).contains(DENIED).doesNotContain("done secret"),
            outcome -> assertThat(outcome).startsWith("done Name:"),
            outcome -> assertThat(outcome).contains(DENIED),
            outcome -> assertThat(outcome).contains(DENIED),
            outcome -> assertThat(outcome).contains(DENIED),
            outcome -> assertThat(outcome).isEqualTo("done new"));
  }

  @Test
  void processThatStartsConfinedOnesKeepsItsRights() throws Exception {
    assertThat(ConfinedProgram.run(confinement, rules(), "read " + open.resolve("mine")))
        .containsExactly("done mine");
    assertThat(closed.resolve("secret")).hasContent("secret");
    assertThat(Files.readAllLines(Path.of("/proc/thread-self/status"))).contains("NoNewPrivs:\t0");
  }

  /// Root's powers over the machine reach through other walls.
  @Test
  void rootKeepsNoPowers() throws Exception {
    assertThat(ConfinedProgram.run(confinement, rules(), "powers self"))
        .last()
        .asString()
        .isEqualTo("done CapEff: 0000000000000000 CapPrm: 0000000000000000");
  }

  /// Of a file system that is the kernel's own: no rule can be about it.
  private static final Path REFUSED = Path.of("/proc/self/ns/net");

  @Test
  void ruleThatTheKernelRefusesIsNamedAndNothingStarts() {
    assertThatThrownBy(() ->
            ConfinedProgram.run(
                confinement, rules().reading(List.of(REFUSED)), "read " + closed.resolve("secret")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(REFUSED.toString())
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void oneWallThatTheKernelRefusesIsLeftOutWhereThatIsAskedFor() throws Exception {
    try (ServerSocket canary = listener()) {
      assertThat(
              ConfinedProgram.run(
                  confinement.asFarAsPossible(),
                  rules().reading(List.of(REFUSED)),
                  "read " + closed.resolve("secret"),
                  "connect " + canary.getLocalPort(),
                  "powers self"))
          .satisfiesExactly(
              outcome -> assertThat(outcome).isEqualTo("done secret"),
              outcome -> assertThat(outcome).contains("Permission denied"),
              outcome ->
                  assertThat(outcome)
                      .isEqualTo("done CapEff: 0000000000000000 CapPrm: 0000000000000000"));
    }
  }

  @Test
  void whatIsLeftOutIsSaid() throws Exception {
    List<String> open = new ArrayList<>();
    Landlock landlock = new Landlock(new LinuxCalls(), confinement.version());
    Thread thread =
        Thread.ofPlatform()
            .start(() ->
                open.addAll(landlock.restrictAsFarAsPossible(rules().reading(List.of(REFUSED)))));
    thread.join();
    assertThat(open).singleElement().asString().startsWith("files (" + REFUSED + ": ");
  }

  @Test
  void unforeseenFailureOfAConfinedStartKeepsItsCause() {
    ConfinedStart start =
        new ConfinedStart(() -> {
          throw new IllegalStateException("unforeseen");
        });
    assertThatThrownBy(() -> start.start(new ProcessBuilder("true")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unforeseen")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void programThatIsMissingIsAnOrdinaryFailure() {
    assertThatThrownBy(() ->
            confinement
                .startingWithin(rules())
                .start(new ProcessBuilder(folder.resolve("nothing").toString())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void olderKernelsSayWhatTheyLack() {
    LinuxCalls calls = new LinuxCalls();
    assertThat(Confinement.of(new Landlock(calls, 1)).works()).isFalse();
    assertThat(Confinement.of(new Landlock(calls, 2)).missing())
        .hasSize(3)
        .element(1)
        .asString()
        .contains("TCP", "6.7");
    assertThat(Confinement.of(new Landlock(calls, 3)).holds()).isFalse();
    assertThat(Confinement.of(new Landlock(calls, 4)).holds()).isTrue();
    assertThat(Confinement.of(new Landlock(calls, 6)).missing()).isEmpty();
  }

  /// The rights that an older kernel does not know are left out of what it is asked for.
  @Test
  void rulesOfOlderVersionsConfineAsFarAsTheyGo() throws Exception {
    for (int version = 2; version <= 6; version++) {
      Confinement older = Confinement.of(new Landlock(new LinuxCalls(), version));
      assertThat(
              ConfinedProgram.run(
                  older,
                  rules(),
                  "read " + open.resolve("mine"),
                  "read " + closed.resolve("secret")))
          .as("version %d", version)
          .satisfiesExactly(
              outcome -> assertThat(outcome).isEqualTo("done mine"),
              outcome -> assertThat(outcome).contains(DENIED));
    }
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }
}
