package ai.altertable.launcher.datadir;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The data directory: what it is, whose it is, who uses it, and who can look into it.
public record DataDirectoryCheck(Path directory) implements Check {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  @Override
  public String name() {
    return "data directory";
  }

  @Override
  public Finding look() throws IOException {
    DataDirectory.refuseFile(directory);
    if (!Files.exists(directory)) {
      return toBeMade(ExistingParent.of(directory));
    }
    Optional<Marker> marker = DataDirectory.markerIn(directory.toRealPath());
    Optional<Finding> notOurs = notOurs();
    if (notOurs.isPresent()) {
      return notOurs.get();
    }
    List<String> open = openToOthers();
    return open.isEmpty()
        ? new Finding.Fine(described(marker))
        : new Finding.Warning(
            "Other users of this machine can look into " + String.join(", ", open) + ".",
            "Close them (chmod -R go-rwx); the next start closes the directories.");
  }

  private Finding toBeMade(Path parent) {
    return Files.isWritable(parent)
        ? new Finding.Fine(directory + " is not there; the first start makes it.")
        : new Finding.Problem(
            directory + " is not there, and this user may not make it in " + parent + ".",
            "Make it for the server's user, or choose another directory with --data-dir.");
  }

  private Optional<Finding> notOurs() throws IOException {
    long user = new UnixSystem().getUid();
    long owner = ((Number) Files.getAttribute(directory, "unix:uid")).longValue();
    if (user == owner && Files.isWritable(directory)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding.Problem(
            "%s belongs to user %d, and this is user %d%s."
                .formatted(
                    directory,
                    owner,
                    user,
                    Files.isWritable(directory) ? "" : ", who may not write there"),
            "Run this and the server as its owner, or give it to the server's user with all that"
                + " is in it."));
  }

  private String described(Optional<Marker> marker) {
    String what =
        marker
            .map(known ->
                switch (known.state()) {
                  case READY -> "was made by version " + known.createdBy();
                  case INITIALISING -> "is half set up; the next start goes on with it";
                })
            .orElse("is empty; the first start sets it up");
    String use =
        DirectoryLock.user(directory).map(pid -> ", and is used by process " + pid).orElse("");
    return directory + " " + what + use + ".";
  }

  /// Parts that others can enter, and keys that others can read.
  private List<String> openToOthers() throws IOException {
    List<String> open = new ArrayList<>();
    for (String part : Layout.ALL) {
      collect(directory.resolve(part), open);
    }
    Path keys = directory.resolve(Layout.KEYS);
    if (Files.isDirectory(keys)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(keys)) {
        for (Path file : files) {
          collect(file, open);
        }
      }
    }
    return open;
  }

  private void collect(Path path, List<String> open) throws IOException {
    if (Files.exists(path)
        && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
      open.add(directory.relativize(path).toString());
    }
  }
}
