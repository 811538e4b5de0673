package ai.altertable.systemtests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a server is started with.
///
/// @param role `start`, or another command that runs until it is told to end
/// @param data its data directory
/// @param flags besides `--data-dir`
/// @param prefix put before the command; it must replace itself by the command
public record Launch(
    String role,
    Path data,
    List<String> flags,
    Map<String, String> environment,
    List<String> prefix) {
  public static final String USER = "admin:secret-1";
  public static final String OTHER_USER = "second:secret-2";

  private static final String JAVA_OPTIONS = "ALTERTABLE_JAVA_OPTIONS";

  /// Without Java's optimising compiler, which takes half of the processor time of a start, and
  /// makes faster what a process does that lives for long.
  static final Map<String, String> QUICK_TO_START = Map.of(JAVA_OPTIONS, "-XX:TieredStopAtLevel=1");

  public Launch {
    flags = List.copyOf(flags);
    environment = Map.copyOf(environment);
    prefix = List.copyOf(prefix);
  }

  /// Any free port, two users, and little patience at the end with what tests have left running.
  public static Launch in(Path data) {
    return bare(data)
        .with("--http-port", "0", "--user", USER, "--user", OTHER_USER)
        .withVariable("ALTERTABLE_DRAIN_SECONDS", "2");
  }

  /// Everything at its default, but for the ports for members, as several servers run at the same
  /// time; and quick to start, as most are started for one test.
  public static Launch bare(Path data) {
    return new Launch("start", data, List.of(), QUICK_TO_START, List.of())
        .withVariable("ALTERTABLE_REGISTRATION_PORT", "0")
        .withVariable("ALTERTABLE_CONTROL_PLANE_PORT", "0");
  }

  /// With all of Java's compilers, as it is run elsewhere: for much work, and where time or memory
  /// is measured.
  public Launch withAllCompilers() {
    return withVariable(JAVA_OPTIONS, "");
  }

  public Launch with(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new Launch(role, data, all, environment, prefix);
  }

  public Launch withVariable(String name, String value) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(name, value);
    return new Launch(role, data, flags, all, prefix);
  }

  /// The same, as `altertable control-plane`.
  public Launch asControlPlane() {
    return new Launch("control-plane", data, flags, environment, prefix);
  }

  public Launch behind(List<String> command) {
    return new Launch(role, data, flags, environment, command);
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(role, "--data-dir", data.toString()));
    arguments.addAll(flags);
    return arguments;
  }
}
