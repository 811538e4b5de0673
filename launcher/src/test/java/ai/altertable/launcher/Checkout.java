package ai.altertable.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The sources and pages of the project as they lie on the disk.
record Checkout(Path root) {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Set<String> NOT_OURS =
      Set.of("target", "data", "runtime", "node_modules", ".git");

  static Checkout ofThisModule() {
    return new Checkout(Path.of("..").toAbsolutePath().normalize());
  }

  List<String> modules() {
    return MODULE
        .matcher(read(root.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  List<Path> javaFiles() throws IOException {
    return files(".java");
  }

  /// Folders with classes that the product or shared test support consists of.
  List<Path> productPackages() throws IOException {
    return javaFiles().stream()
        .filter(path -> path.toString().contains("/src/main/java/"))
        .map(Path::getParent)
        .distinct()
        .toList();
  }

  List<ConfigRecord> configRecords() throws IOException {
    return javaFiles().stream()
        .filter(path -> path.toString().contains("/src/main/java/"))
        .filter(path -> path.getFileName().toString().endsWith("Config.java"))
        .map(ConfigRecord::new)
        .toList();
  }

  Pages pages() {
    try {
      return Pages.of(this, files(".md"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Names of the files, without hidden ones.
  List<String> rootFiles() throws IOException {
    try (Stream<Path> listed = Files.list(root)) {
      return listed
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  /// Nothing where there is no such file.
  String read(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> top = Files.list(root)) {
      return top.filter(path -> !NOT_OURS.contains(path.getFileName().toString()))
          .flatMap(Checkout::below)
          .filter(path -> path.toString().endsWith(ending))
          .filter(path -> !path.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }

  private static Stream<Path> below(Path path) {
    try (Stream<Path> walked = Files.walk(path)) {
      return walked.filter(Files::isRegularFile).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The first group of each match.
  static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
