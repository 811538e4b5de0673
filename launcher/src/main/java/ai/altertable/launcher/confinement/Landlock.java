package ai.altertable.launcher.confinement;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Linux's Landlock: a thread takes rights from itself, and from every thread and process that it
/// starts from then on. Nothing gives them back. (Linux documentation, userspace-api/landlock.)
///
/// @param version what the kernel calls the ABI: 1 since Linux 5.13, 2 since 5.19, 3 since 6.2, 4
///   since 6.7, 5 since 6.10, 6 since 6.12
record Landlock(LinuxCalls calls, int version) {
  private static final long VERSION_FLAG = 1;
  private static final long PATH_BENEATH = 1;
  private static final long NET_PORT = 2;
  private static final long BIND_TCP = 1;
  private static final long CONNECT_TCP = 1 << 1;
  private static final long SCOPES = 1 | 1 << 1;
  private static final int NETWORK_SINCE = 4;
  private static final int SCOPES_SINCE = 6;
  private static final Path PROC = Path.of("/proc");

  /// @throws IOException when this kernel has none, or does not let us
  static Landlock find(LinuxCalls calls) throws IOException {
    return new Landlock(
        calls, (int) calls.call(LinuxCalls.LANDLOCK_CREATE_RULESET, 0, 0, VERSION_FLAG, 0));
  }

  /// Confines the calling thread and all that it starts from now on, as far as this version can.
  ///
  /// @throws WallRefused when the kernel refuses what belongs to one wall
  /// @throws IOException when the kernel refuses; the thread is as it was then, but can get no new
  ///   privileges any more
  void restrict(Rules rules) throws IOException {
    build(rules);
    calls.renouncePowers();
  }

  /// As [#restrict], but leaves out what the kernel refuses.
  ///
  /// @return what is left out, with the kernel's reason; in the words of a log line
  List<String> restrictAsFarAsPossible(Rules rules) {
    List<String> open = new ArrayList<>();
    try {
      Optional<Rules> left = Optional.of(rules);
      while (left.isPresent()) {
        left = restrictUnlessRefused(left.get(), open);
      }
      calls.renouncePowers();
    } catch (IOException refused) {
      open.add("all else (" + refused.getMessage() + ")");
    }
    return open;
  }

  /// @return what is left to be tried
  private Optional<Rules> restrictUnlessRefused(Rules rules, List<String> open) throws IOException {
    try {
      build(rules);
      return Optional.empty();
    } catch (WallRefused refused) {
      open.add(refused.wall().words() + " (" + refused.getMessage() + ")");
      return Optional.of(rules.without(refused.wall())).filter(Rules::confine);
    }
  }

  private void build(Rules rules) throws IOException {
    calls.renounceRoot();
    calls.renounceNewPrivileges();
    int ruleset = create(rules);
    try {
      for (Rules.FileRule rule : rules.files()) {
        allow(ruleset, rules.handled(), rule);
      }
      if (version >= NETWORK_SINCE) {
        for (int port : rules.tcpPorts().orElse(Set.of())) {
          allowConnecting(ruleset, port);
        }
      }
      calls.call(LinuxCalls.LANDLOCK_RESTRICT_SELF, ruleset, 0, 0, 0);
    } finally {
      calls.close(ruleset);
    }
  }

  /// `struct landlock_ruleset_attr { u64 handled_access_fs, handled_access_net, scoped; }`: of what
  /// an older kernel does not know it wants zeros.
  private int create(Rules rules) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(JAVA_LONG, 3);
      attributes.setAtIndex(JAVA_LONG, 0, FileRight.bits(rules.handled(), version));
      if (rules.tcpPorts().isPresent() && version >= NETWORK_SINCE) {
        attributes.setAtIndex(JAVA_LONG, 1, BIND_TCP | CONNECT_TCP);
      }
      if (rules.apart() && version >= SCOPES_SINCE) {
        attributes.setAtIndex(JAVA_LONG, 2, SCOPES);
      }
      return (int)
          calls.call(
              LinuxCalls.LANDLOCK_CREATE_RULESET,
              attributes.address(),
              attributes.byteSize(),
              0,
              0);
    } catch (IOException refused) {
      throw new WallRefused(rules.newestWall(), refused.getMessage(), refused);
    }
  }

  /// `struct landlock_path_beneath_attr { u64 allowed_access; s32 parent_fd; }`, packed.
  private void allow(int ruleset, Set<FileRight> handled, Rules.FileRule rule) throws IOException {
    Path path = rule.path();
    if (!Files.exists(path)) {
      return;
    }
    Set<FileRight> rights =
        Files.isDirectory(path) ? rule.rights() : FileRight.ofFiles(rule.rights());
    long bits = FileRight.bits(rights, version) & FileRight.bits(handled, version);
    if (bits == 0) {
      return;
    }
    try {
      allow(ruleset, path, bits);
    } catch (IOException refused) {
      throw new WallRefused(Wall.FILES, path + ": " + refused.getMessage(), refused);
    }
  }

  private void allow(int ruleset, Path path, long bits) throws IOException {
    int file = calls.openPath(path.toString());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(JAVA_LONG, 2);
      attributes.setAtIndex(JAVA_LONG, 0, bits);
      attributes.set(JAVA_INT, JAVA_LONG.byteSize(), file);
      calls.call(LinuxCalls.LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, attributes.address(), 0);
    } finally {
      if (!isForgotten(path)) {
        calls.close(file);
      }
    }
  }

  /// A file of `/proc` whose name the kernel has forgotten is another one the next time, which the
  /// rule is not about. It does not forget the name of what somebody has open: this process keeps
  /// it open for as long as it lives.
  private static boolean isForgotten(Path path) {
    return path.startsWith(PROC) && !path.equals(PROC);
  }

  /// `struct landlock_net_port_attr { u64 allowed_access, port; }`.
  private void allowConnecting(int ruleset, int port) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(JAVA_LONG, 2);
      attributes.setAtIndex(JAVA_LONG, 0, CONNECT_TCP);
      attributes.setAtIndex(JAVA_LONG, 1, port);
      calls.call(LinuxCalls.LANDLOCK_ADD_RULE, ruleset, NET_PORT, attributes.address(), 0);
    } catch (IOException refused) {
      throw new WallRefused(Wall.NETWORK, "port " + port + ": " + refused.getMessage(), refused);
    }
  }
}
