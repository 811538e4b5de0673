package ai.altertable.launcher.extension;

import static ai.altertable.launcher.extension.ExtensionFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionProvisionerTest {
  @TempDir Path directory;
  private Path runtime = Path.of("");
  private Path provided = Path.of("");
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private final List<String> installed = new CopyOnWriteArrayList<>();

  @BeforeEach
  void layOut() throws IOException {
    runtime = directory.resolve("runtime/extensions");
    provided = Files.createDirectory(directory.resolve("provided"));
  }

  private ExtensionProvisioner provisioner(Installer installer) {
    return new ExtensionProvisioner(
        new ExtensionStore(runtime, TARGET, InstantSource.system()),
        List.of(
            new ProvidedDirectory(provided, TARGET),
            new DuckDbInstall(installer, TARGET, Duration.ofMillis(500)),
            new PythonWheel(
                TARGET,
                new Executables(List.of(directory)),
                Map.of("PATH", "/usr/bin:/bin"),
                Duration.ofSeconds(10))),
        progress::add);
  }

  private void install(String extension, Path extensionDirectory) throws IOException {
    installed.add(extension);
    Path file = TARGET.file(extensionDirectory, extension);
    Files.createDirectories(file.getParent());
    Files.write(file, ExtensionFixture.fitting());
  }

  private static void offline(String extension, Path extensionDirectory) throws IOException {
    throw new IOException("Failed to download " + extension + "\nCandidate extensions: none");
  }

  private Path stored(String extension) {
    return runtime.resolve("v1.5.5/linux_amd64/" + extension + ".duckdb_extension");
  }

  private void assertNothingIsLeftOver() {
    assertThat(runtime.toFile().list()).allMatch(name -> name.equals("v1.5.5"));
  }

  @Test
  void fileThatOnlyItsOwnerCouldReadIsStoredForEveryUser() throws IOException {
    Path own = provided.resolve("ducklake.duckdb_extension");
    Files.write(own, ExtensionFixture.fitting());
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));

    provisioner(ExtensionProvisionerTest::offline).ensure(List.of("ducklake"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored("ducklake"))))
        .isEqualTo("rw-r--r--");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(stored("ducklake").getParent())))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void everySourceIsAskedInItsTurn() throws IOException {
    Files.write(provided.resolve("ducklake.duckdb_extension"), ExtensionFixture.fitting());
    Path wheel =
        ExtensionFixture.wheel(directory.resolve("h.whl"), "httpfs", ExtensionFixture.fitting());
    ExtensionFixture.python(directory, "cp '" + wheel + "' \"$dest\"");
    Map<String, Path> files =
        provisioner(
                (extension, target) -> {
                  if (extension.equals("httpfs")) {
                    offline(extension, target);
                  }
                  install(extension, target);
                })
            .ensure(List.of("ducklake", "tpch", "httpfs"));
    assertThat(installed).containsExactly("tpch");
    assertThat(files.keySet()).containsExactly("ducklake", "tpch", "httpfs");
    assertThat(files.get("httpfs")).isEqualTo(stored("httpfs")).hasBinaryContent(fitting());
    assertThat(stored("ducklake")).hasBinaryContent(fitting());
    assertThat(provided.resolve("ducklake.duckdb_extension")).exists();
    assertThat(progress)
        .contains(
            "Getting the DuckDB extension tpch from DuckDB's INSTALL",
            "Getting the DuckDB extension httpfs from the Python package index (pip)",
            "The DuckDB extension httpfs is ready");
    assertNothingIsLeftOver();
  }

  private static byte[] fitting() throws IOException {
    return ExtensionFixture.fitting();
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    provisioner(this::install).ensure(List.of("ducklake"));
    progress.clear();
    provisioner(this::install).ensure(List.of("ducklake"));
    assertThat(installed).containsExactly("ducklake");
    assertThat(progress).isEmpty();
  }

  @Test
  void brokenOrOutdatedFileIsReplaced() throws IOException {
    Files.createDirectories(stored("ducklake").getParent());
    Files.write(stored("ducklake"), new byte[700]);
    provisioner(this::install).ensure(List.of("ducklake"));
    assertThat(stored("ducklake")).hasBinaryContent(fitting());
  }

  @Test
  void providedDirectoryMayHaveDuckDbsOwnOrder() throws IOException {
    Path ordered = TARGET.file(provided, "ducklake");
    Files.createDirectories(ordered.getParent());
    Files.write(ordered, fitting());
    provisioner(ExtensionProvisionerTest::offline).ensure(List.of("ducklake"));
    assertThat(stored("ducklake")).hasBinaryContent(fitting());
  }

  @Test
  void errorNamesEveryWayAndWhatItSaid() throws IOException {
    Files.write(
        provided.resolve("ducklake.duckdb_extension"),
        ExtensionFixture.extension("CPP", "v1.4.0", "linux_amd64"));
    assertThatThrownBy(() ->
            provisioner(ExtensionProvisionerTest::offline).ensure(List.of("ducklake", "httpfs")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("DuckDB 1.5.5 on linux_amd64")
        .hasMessageContaining(
            "ducklake: the directory " + provided + " - the file it gave is made for DuckDB v1.4.0")
        .hasMessageContaining(
            "httpfs: the directory " + provided + " - it has no httpfs.duckdb_extension")
        .hasMessageContaining(
            "DuckDB's INSTALL - Failed to download httpfs Candidate extensions: none")
        .hasMessageContaining("(pip) - there is no program 'python3'")
        .hasMessageContaining("--extension-dir");
    assertNothingIsLeftOver();
  }

  @Test
  void installThatHangsIsLeftToItself() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(() -> provisioner((_, _) -> never.await()).ensure(List.of("ducklake")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("DuckDB's INSTALL - it took longer than");
    never.countDown();
  }

  @Test
  void severalServersMayProvideAtOnce() throws Exception {
    try (ExecutorService servers = Executors.newFixedThreadPool(2)) {
      Callable<Map<String, Path>> one =
          () -> provisioner(this::install).ensure(List.of("ducklake", "httpfs"));
      Callable<Map<String, Path>> other =
          () -> provisioner(this::install).ensure(List.of("httpfs", "ducklake"));
      for (Future<Map<String, Path>> files : servers.invokeAll(List.of(one, other))) {
        assertThat(files.get()).hasSize(2);
      }
    }
    assertThat(stored("ducklake")).exists();
    assertThat(stored("httpfs")).exists();
    assertNothingIsLeftOver();
  }

  @Test
  void namesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> provisioner(this::install).ensure(List.of("../evil")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
