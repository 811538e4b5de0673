package ai.altertable.launcher.confinement;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Files of the system that a Java process needs, wherever it has them. None of them tells of the
/// machine's users.
public final class SystemFiles {
  private static final List<String> LIBRARIES =
      List.of("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64");

  private static final List<String> SETTINGS =
      List.of(
          "/dev/null",
          "/dev/random",
          "/dev/urandom",
          "/dev/zero",
          "/etc/alternatives",
          "/etc/gai.conf",
          "/etc/host.conf",
          "/etc/hosts",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/mtab",
          "/etc/nsswitch.conf",
          "/etc/pki/ca-trust",
          "/etc/pki/java",
          "/etc/pki/tls/certs",
          "/etc/protocols",
          "/etc/resolv.conf",
          "/etc/services",
          "/etc/ssl/cert.pem",
          "/etc/ssl/certs",
          "/etc/ssl/openssl.cnf",
          "/etc/timezone",
          "/sys/devices/system/cpu",
          "/sys/devices/system/node",
          "/sys/fs/cgroup",
          "/sys/kernel/mm/hugepages",
          "/sys/kernel/mm/transparent_hugepage",
          "/usr/share/ca-certificates",
          "/usr/share/locale",
          "/usr/share/zoneinfo");

  /// What a process asks about itself and the machine, without its memory, its environment and the
  /// files that it has open.
  private static final List<String> ABOUT_ITSELF =
      List.of(
          "/proc/self/cgroup",
          "/proc/self/io",
          "/proc/self/limits",
          "/proc/self/maps",
          "/proc/self/mountinfo",
          "/proc/self/mounts",
          "/proc/self/smaps_rollup",
          "/proc/self/stat",
          "/proc/self/statm",
          "/proc/self/status",
          "/proc/cgroups",
          "/proc/cpuinfo",
          "/proc/loadavg",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/sys");

  private SystemFiles() {}

  /// Libraries, and what loads them: whatever this process itself has loaded is among them.
  public static List<Path> libraries() {
    List<Path> paths = new ArrayList<>(paths(LIBRARIES));
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      lines
          .filter(line -> line.contains(".so"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .map(Path::of)
          .forEach(paths::add);
    } catch (IOException | IndexOutOfBoundsException noProc) {
      return paths(LIBRARIES);
    }
    return List.copyOf(paths);
  }

  public static List<Path> settings() {
    return paths(SETTINGS);
  }

  /// All that `/proc` shows: also the command lines of other processes.
  public static List<Path> processes() {
    return List.of(Path.of("/proc"));
  }

  public static List<Path> aboutItself() {
    return paths(ABOUT_ITSELF);
  }

  /// This process's Java, with files of it that lie elsewhere, as Linux distributions have it.
  public static List<Path> java() {
    Path home = Path.of(System.getProperty("java.home"));
    List<Path> paths = new ArrayList<>(List.of(home));
    for (String folder : List.of("conf", "conf/security", "lib", "lib/security")) {
      paths.addAll(elsewhere(home.resolve(folder)));
    }
    return List.copyOf(paths);
  }

  private static List<Path> elsewhere(Path folder) {
    List<Path> links = new ArrayList<>();
    if (Files.isSymbolicLink(folder)) {
      links.add(folder);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isSymbolicLink)) {
      entries.forEach(links::add);
    } catch (IOException absent) {
      return links;
    }
    return links;
  }

  /// This process's class path.
  public static List<Path> program() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static List<Path> paths(List<String> names) {
    return names.stream().map(Path::of).toList();
  }
}
