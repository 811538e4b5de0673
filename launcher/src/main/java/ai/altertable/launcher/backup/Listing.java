package ai.altertable.launcher.backup;

import ai.altertable.launcher.datadir.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files below a directory, each with its size and, where it is small enough to be read for it, its
/// SHA-256: a line each, `SIZE CHECKSUM PATH`.
///
/// @param files by their paths from the directory
record Listing(SortedMap<String, Entry> files) {
  /// The checksum of what is not read.
  static final String NONE = "-";

  /// @param sha256 hexadecimal, or [#NONE]
  record Entry(long bytes, String sha256) {}

  /// Reads all files below a directory.
  static Listing of(Path directory) throws IOException {
    SortedMap<String, Entry> files = new TreeMap<>();
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(directory)) {
      paths = tree.filter(Files::isRegularFile).toList();
    }
    for (Path path : paths) {
      files.put(directory.relativize(path).toString(), new Entry(Files.size(path), sha256(path)));
    }
    return new Listing(files);
  }

  long bytes() {
    return files.values().stream().mapToLong(Entry::bytes).sum();
  }

  /// @return the checksum of the file that it wrote
  String write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    files.forEach((path, entry) ->
        text.append(entry.bytes())
            .append(' ')
            .append(entry.sha256())
            .append(' ')
            .append(path)
            .append('\n'));
    DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    return sha256(file);
  }

  /// @throws IOException when it is not what [#write] wrote
  static Listing read(Path file, String sha256) throws IOException {
    if (!sha256(file).equals(sha256)) {
      throw new IOException(file + " is not as it was written");
    }
    SortedMap<String, Entry> files = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(" ", 3);
      files.put(parts[2], new Entry(Long.parseLong(parts[0]), parts[1]));
    }
    return new Listing(files);
  }

  /// What is wrong below a directory, a few words each.
  List<String> problems(Path directory) throws IOException {
    List<String> problems = new ArrayList<>();
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Entry entry = file.getValue();
      if (!Files.isRegularFile(path)) {
        problems.add(file.getKey() + " is missing");
      } else if (Files.size(path) != entry.bytes()) {
        problems.add(
            "%s has %d bytes, not %d".formatted(file.getKey(), Files.size(path), entry.bytes()));
      } else if (!entry.sha256().equals(NONE) && !entry.sha256().equals(sha256(path))) {
        problems.add(file.getKey() + " has other contents");
      }
    }
    return problems;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
