package ai.altertable.systemtests.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A backup that is taken under writes, restored elsewhere, is a state that was committed.
@SystemTest
@Timeout(600)
final class BackupIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final String[] DATABASES = {"--database", "alpha", "--database", "beta"};

  private static Launch launch(Path data) {
    return Launch.in(data).with(DATABASES);
  }

  private static String backup(Program program, Path data, Path target) {
    return program
        .run(WITHIN, "backup", target.toString(), "--data-dir", data.toString())
        .orFail()
        .out();
  }

  private static Finished restore(Program program, Path source, Path data) {
    return program.run(WITHIN, "restore", source.toString(), "--data-dir", data.toString());
  }

  @Test
  void backupsUnderWritesRestoreToACommittedState(Program program, @TempDir Path folder)
      throws IOException {
    proved(program, folder, Optional.empty());
  }

  @Test
  @Tag("slow")
  void backupsUnderWritesAndCleanupsRestoreToACommittedState(Program program, @TempDir Path folder)
      throws IOException {
    for (int round = 0; round < 5; round++) {
      Path own = Files.createDirectory(folder.resolve("round-" + round));
      proved(
          program,
          own,
          Optional.of(
              """
              CALL ducklake_merge_adjacent_files('alpha');
              CALL ducklake_expire_snapshots('alpha', older_than => now());
              CALL ducklake_cleanup_old_files('alpha', cleanup_all => true)\
              """));
    }
  }

  private static void proved(Program program, Path folder, Optional<String> cleanup)
      throws IOException {
    Path target = folder.resolve("backup");
    NumberedCommits commits;
    try (RunningServer server = program.start(launch(program.newDirectory()))) {
      commits = NumberedCommits.begin(server.http(), 3, cleanup);
      commits.awaitMore(10);
      assertThat(backup(program, server.data(), target)).contains("is whole");
      commits.remember();
      commits.awaitMore(10);
      String second = backup(program, server.data(), target);
      commits.awaitMore(5);
      commits.end();
      if (cleanup.isEmpty()) {
        assertThat(second).as("objects of the first backup are there").doesNotContain("(0 new)");
        assertThat(fresh(second)).isPositive().isLessThan(objects(second));
      }
    }
    assertClosed(target);
    Path data = program.newDirectory();
    restore(program, target, data).orFail();
    try (RunningServer restored = program.start(launch(data))) {
      commits.assertCommittedState(restored.http());
      restored.http().query("INSERT INTO alpha.left_side VALUES (0, 1)").orFail();
      assertThat(restored.http(Launch.OTHER_USER).query("SELECT 1").number()).isEqualTo(1);
    }
  }

  private static int objects(String said) {
    return Integer.parseInt(said.replaceAll("(?s).*, (\\d+) objects.*", "$1"));
  }

  private static int fresh(String said) {
    return Integer.parseInt(said.replaceAll("(?s).*\\((\\d+) new\\).*", "$1"));
  }

  /// It holds the keys.
  private static void assertClosed(Path target) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.walk(target)) {
      Path key = files.filter(file -> file.endsWith("keys/master.key")).findFirst().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  @Tag("slow")
  void whatIsNoWholeBackupIsNotRestored(Program program, @TempDir Path folder) throws IOException {
    Path data = program.newDirectory();
    Path target = folder.resolve("backup");
    try (RunningServer server = program.start(launch(data))) {
      Http http = server.http();
      http.query("CREATE TABLE alpha.kept AS FROM range(1000) t(i)").orFail();
    }
    assertThat(backup(program, data, target)).as("of a server that is stopped").contains("whole");

    Finished occupied = restore(program, target, data);
    assertThat(occupied.status()).isEqualTo(1);
    assertThat(occupied.err()).contains("is not empty: it has, for example");

    Path fresh = folder.resolve("fresh");
    Path object = onlyObject(target);
    byte[] content = Files.readAllBytes(object);
    // Never into the file itself: it may be the same as the data directory's.
    Files.delete(object);
    Files.write(object, new byte[] {1, 2, 3});
    assertThat(restore(program, target, fresh).err()).contains("damaged", "has 3 bytes");
    Files.write(object, content);

    Path manifest = target.resolve("altertable-backup.json");
    String text = Files.readString(manifest);
    Files.delete(manifest);
    assertThat(restore(program, target, fresh).err()).contains("holds no whole backup");
    Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 9"));
    assertThat(restore(program, target, fresh).err()).contains("newer version", "format 9");
    assertThat(fresh).doesNotExist();

    Files.writeString(manifest, text);
    restore(program, target, fresh).orFail();
    try (RunningServer restored = program.start(launch(fresh))) {
      assertThat(restored.http().query("SELECT sum(i) FROM alpha.kept").number())
          .isEqualTo(499_500);
    }
    assertThat(program.run("backup", data + "/x", "--data-dir", data.toString()).err())
        .contains("are one");
    assertThat(program.run("backup", program.home() + "/docs", "--data-dir", data.toString()).err())
        .contains("holds no backup");
  }

  private static Path onlyObject(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(target.resolve("objects"))) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
