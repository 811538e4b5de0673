package ai.altertable.systemtests.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks for secrets, in all their forms, in one pass over whatever it is given.
final class Scanner {
  private static final int PREFIXES = 1 << 16;

  private static final class Pattern {
    private final String name;
    private final byte[] bytes;

    Pattern(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes.clone();
    }

    boolean isAt(byte[] content, int at) {
      return at + bytes.length <= content.length
          && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
    }
  }

  /// By their first two bytes.
  private final Map<Integer, List<Pattern>> patterns = new TreeMap<>();

  private final boolean[] begins = new boolean[PREFIXES];
  private final List<String> leaks = new ArrayList<>();
  private long bytesSeen;

  Scanner(Collection<Planted> secrets) {
    for (Planted secret : secrets) {
      secret
          .forms()
          .forEach((form, bytes) -> {
            int prefix = prefix(bytes, 0);
            begins[prefix] = true;
            patterns
                .computeIfAbsent(prefix, _ -> new ArrayList<>())
                .add(new Pattern(secret.name() + " (" + form + ")", bytes));
          });
    }
  }

  private static int prefix(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  void scan(String where, String text) {
    scan(where, text.getBytes(StandardCharsets.UTF_8));
  }

  void scan(String where, byte[] content) {
    bytesSeen += content.length;
    for (int at = 0; at + 1 < content.length; at++) {
      int prefix = prefix(content, at);
      if (begins[prefix]) {
        for (Pattern pattern : patterns.getOrDefault(prefix, List.of())) {
          if (pattern.isAt(content, at)) {
            leaks.add(pattern.name + " in " + where + " at " + at);
          }
        }
      }
    }
  }

  /// A file, or each file in a directory; what goes meanwhile has gone.
  void scan(Path path, Collection<Path> bar) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(path)) {
      files = walked.filter(Files::isRegularFile).filter(file -> !bar.contains(file)).toList();
    }
    for (Path file : files) {
      try {
        scan(file.toString(), Files.readAllBytes(file));
      } catch (NoSuchFileException gone) {
        bytesSeen++;
      }
    }
  }

  /// What was found, without the secrets themselves.
  List<String> leaks() {
    return List.copyOf(leaks);
  }

  long bytesSeen() {
    return bytesSeen;
  }
}
