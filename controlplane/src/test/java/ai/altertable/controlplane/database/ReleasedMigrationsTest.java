package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A migration that has been released is never changed: databases that had it would be refused, or
/// would differ from those that get it later. What is released is listed with its checksum in
/// `released-migrations.sha256`, where each release adds its own.
class ReleasedMigrationsTest {
  private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
  private static final Pattern NAME = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");

  @Test
  void releasedMigrationsAreAsTheyWere() throws Exception {
    for (var released : released().entrySet()) {
      byte[] content = Files.readAllBytes(MIGRATIONS.resolve(released.getKey()));
      String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      assertThat(sum)
          .as("%s was released; write a new migration instead", released.getKey())
          .isEqualTo(released.getValue());
    }
  }

  @Test
  void versionsAreNamedOnceAndNewOnesComeAfterReleasedOnes() throws IOException {
    Set<String> released = released().keySet();
    int last = released.stream().mapToInt(ReleasedMigrationsTest::version).max().orElseThrow();
    List<String> all = migrations();
    assertThat(all.stream().map(ReleasedMigrationsTest::version)).doesNotHaveDuplicates();
    assertThat(all).containsAll(released);
    assertThat(all.stream().filter(name -> !released.contains(name)))
        .allSatisfy(name -> assertThat(version(name)).isGreaterThan(last));
  }

  private static int version(String name) {
    Matcher matcher = NAME.matcher(name);
    assertThat(matcher.matches()).as("%s is called as migrations are", name).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static List<String> migrations() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private static SortedMap<String, String> released() throws IOException {
    try (InputStream list =
        Objects.requireNonNull(
            ReleasedMigrationsTest.class.getResourceAsStream("released-migrations.sha256"))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" +", 2))
          .collect(Collectors.toMap(line -> line[1], line -> line[0], (a, _) -> a, TreeMap::new));
    }
  }
}
