package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.datadir.DataDirectoryCheck;
import ai.altertable.launcher.datadir.DiskSpaceCheck;
import ai.altertable.launcher.datadir.FileSystemCheck;
import ai.altertable.launcher.postgres.ClusterCheck;
import ai.altertable.launcher.postgres.PostgresProgramsCheck;
import ai.altertable.launcher.postgres.RunningPostgresCheck;
import ai.altertable.launcher.postgres.external.ExternalPostgresCheck;
import ai.altertable.launcher.server.Extensions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// All checks, from the machine up to the server.
final class Checks {
  private static final Path PROC = Path.of("/proc");

  private Checks() {}

  static List<Check> of(DoctorConfig config) {
    Clock clock = Clock.systemUTC();
    List<Check> checks = new ArrayList<>();
    checks.add(new JavaCheck());
    checks.add(ProcessorCheck.ofThisMachine(config.worker().threads()));
    checks.add(MemoryCheck.ofThisMachine(config.worker().memory()));
    checks.add(OpenFilesCheck.ofThisProcess());
    checks.add(new CoreDumpCheck(PROC.resolve("self/limits")));
    checks.add(UserCheck.ofThisProcess());
    checks.add(TextCheck.ofThisProcess());
    checks.add(new ClockCheck(clock, config.data()));
    checks.add(new NamesCheck());
    checks.add(new PortCheck(config.http(), config.data(), new PortHolders(PROC)));
    config.http().tls().ifPresent(files -> checks.add(new TlsCheck(clock, files)));
    checks.add(new DataDirectoryCheck(config.data()));
    checks.add(new FileSystemCheck(config.data(), clock));
    checks.add(
        new DiskSpaceCheck(config.data(), config.worker().diskReserve(), config.worker().spill()));
    checks.add(Extensions.check(config.runtime(), config.extensions()));
    if (config.postgres().isPresent()) {
      checks.add(new ExternalPostgresCheck(config.postgres().get(), config.data(), clock));
    } else {
      checks.add(new PostgresProgramsCheck(config.runtime()));
      checks.add(new ClusterCheck(config.data(), config.runtime()));
      checks.add(new RunningPostgresCheck(config.data(), clock));
    }
    checks.add(new ServerCheck(config.http(), config.data()));
    return List.copyOf(checks);
  }
}
