package ai.altertable.launcher.confinement;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// A right on files, by its name in `linux/landlock.h` (`LANDLOCK_ACCESS_FS_…`).
enum FileRight {
  EXECUTE(0, 1, true),
  WRITE_FILE(1, 1, true),
  READ_FILE(2, 1, true),
  READ_DIR(3, 1, false),
  REMOVE_DIR(4, 1, false),
  REMOVE_FILE(5, 1, false),
  MAKE_CHAR(6, 1, false),
  MAKE_DIR(7, 1, false),
  MAKE_REG(8, 1, false),
  MAKE_SOCK(9, 1, false),
  MAKE_FIFO(10, 1, false),
  MAKE_BLOCK(11, 1, false),
  MAKE_SYM(12, 1, false),
  /// To move and link files from one directory to another. Refused by every set of rules that does
  /// not allow it, also by one that does not speak of it.
  REFER(13, 2, false),
  TRUNCATE(14, 3, true),
  IOCTL_DEV(15, 5, true);

  static final Set<FileRight> READ = unmodifiable(EnumSet.of(READ_FILE, READ_DIR));
  static final Set<FileRight> RUN = unmodifiable(EnumSet.of(READ_FILE, READ_DIR, EXECUTE));
  static final Set<FileRight> WRITE =
      unmodifiable(
          EnumSet.of(
              READ_FILE,
              READ_DIR,
              WRITE_FILE,
              TRUNCATE,
              MAKE_DIR,
              MAKE_REG,
              MAKE_SOCK,
              REMOVE_DIR,
              REMOVE_FILE,
              REFER));
  static final Set<FileRight> ALL = unmodifiable(EnumSet.allOf(FileRight.class));

  private final int bit;
  private final int sinceVersion;
  private final boolean ofFiles;

  /// @param sinceVersion of Landlock
  /// @param ofFiles whether it may be given on a file; on a directory all may
  FileRight(int bit, int sinceVersion, boolean ofFiles) {
    this.bit = bit;
    this.sinceVersion = sinceVersion;
    this.ofFiles = ofFiles;
  }

  private static Set<FileRight> unmodifiable(EnumSet<FileRight> rights) {
    return Collections.unmodifiableSet(rights);
  }

  /// The bits of those rights that a version of Landlock knows.
  static long bits(Set<FileRight> rights, int version) {
    return rights.stream()
        .filter(right -> right.sinceVersion <= version)
        .mapToLong(right -> 1L << right.bit)
        .sum();
  }

  /// Those of the rights that may be given on something that is no directory.
  static Set<FileRight> ofFiles(Set<FileRight> rights) {
    EnumSet<FileRight> left = EnumSet.noneOf(FileRight.class);
    rights.stream().filter(right -> right.ofFiles).forEach(left::add);
    return left;
  }
}
