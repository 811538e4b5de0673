package ai.altertable.launcher.datadir;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// The file system under the data directory: its kind, how long it takes to bring something to the
/// disk, and whether it tells the same time. Writes a small file into `cache/` and removes it,
/// where there is such a directory.
public record FileSystemCheck(Path directory, Clock clock) implements Check {
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "lustre");
  private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay");
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Duration SKEW = Duration.ofSeconds(5);
  private static final int WRITES = 5;

  @Override
  public String name() {
    return "file system";
  }

  @Override
  public Finding look() throws IOException {
    String kind = Files.getFileStore(ExistingParent.of(directory)).type().toLowerCase(Locale.ROOT);
    String seen = directory + " lies on " + kind + ".";
    if (REMOTE.contains(kind) || kind.startsWith("fuse")) {
      return new Finding.Warning(
          seen + " Locks and syncs of remote file systems are not always kept.",
          "Use a disk of this machine, above all for postgres/.");
    }
    if (FLEETING.contains(kind)) {
      return new Finding.Warning(
          seen + " What lies there is lost with the machine or container.",
          "Put the data directory on a volume that lasts.");
    }
    Path cache = directory.resolve(Layout.CACHE);
    return Files.isWritable(cache) ? written(seen, cache) : new Finding.Fine(seen);
  }

  private Finding written(String seen, Path cache) throws IOException {
    Path file = Files.createTempFile(cache, ".doctor-", ".probe");
    try {
      Duration sync = sync(file);
      Duration skew =
          Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant()).abs();
      String took = "%s A write is on the disk after %.1f ms.".formatted(seen, millis(sync));
      if (skew.compareTo(SKEW) > 0) {
        return new Finding.Warning(
            took + " Its clock differs from this machine's by " + skew.toSeconds() + " s.",
            "Let both be set by the same service (NTP).");
      }
      return sync.compareTo(SLOW) > 0
          ? new Finding.Warning(
              took, "Each commit waits for several of these: use a faster disk, SSD or NVMe.")
          : new Finding.Fine(took);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// The median.
  private static Duration sync(Path file) throws IOException {
    long[] times = new long[WRITES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < WRITES; i++) {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(8192));
        channel.force(true);
        times[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(times);
    return Duration.ofNanos(times[WRITES / 2]);
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
