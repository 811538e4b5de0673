package ai.altertable.link.certificate;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// An identity in a file that only its owner may read. It is replaced whole: whatever happens,
/// either the old or the new one is there.
///
/// @param file in a folder that exists
public record FileIdentityStore(Path file) implements IdentityStore {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  @Override
  public Optional<MemberIdentity> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IllegalStateException(
            file + " holds a private key, and others may read it; run: chmod 600 " + file);
      }
      return Optional.of(MemberIdentity.parse(Files.readString(file)));
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new IllegalStateException(
          "the identity in "
              + file
              + " cannot be read: "
              + unreadable.getMessage()
              + "; remove the file and enrol again with a new token",
          unreadable);
    }
  }

  @Override
  public void store(MemberIdentity identity) {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel channel =
          FileChannel.open(
              fresh, Set.of(WRITE, CREATE_NEW), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
        ByteBuffer text = ByteBuffer.wrap(identity.text().getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(folder, READ)) {
        names.force(true);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the identity cannot be written to " + file, failed);
    }
  }
}
