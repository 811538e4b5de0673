package ai.altertable.launcher.extension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The end of an extension's file, by which DuckDB decides whether to load it
/// (`extension_load.cpp`, `ParseExtensionMetaData`): eight fields of 32 bytes, padded with zeros,
/// the last three unused and written first, then a signature of 256 bytes.
///
/// ```
/// … | – | – | – | ABI | extension's version | DuckDB's version | platform | "4" | signature
/// ```
///
/// DuckDB checks the signature when it loads the file.
record ExtensionFooter(String abi, String duckDbVersion, String platform, String magic) {
  private static final int FIELD = 32;
  private static final int FIELDS = 8;
  private static final int SIGNATURE = 256;
  private static final int LENGTH = FIELDS * FIELD + SIGNATURE;

  /// What keeps a file from being this target's extension, if anything.
  static Optional<String> problem(Path file, ExtensionTarget target) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("not there");
    }
    if (Files.size(file) < LENGTH) {
      return Optional.of("not a DuckDB extension");
    }
    return read(file).problem(target);
  }

  private static ExtensionFooter read(Path file) throws IOException {
    ByteBuffer footer = ByteBuffer.allocate(LENGTH);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = channel.size() - LENGTH;
      while (footer.hasRemaining()) {
        if (channel.read(footer, start + footer.position()) < 0) {
          throw new IOException(file + " became shorter while it was read");
        }
      }
    }
    byte[] bytes = footer.array();
    return new ExtensionFooter(field(bytes, 3), field(bytes, 5), field(bytes, 6), field(bytes, 7));
  }

  private static String field(byte[] footer, int number) {
    String padded = new String(footer, number * FIELD, FIELD, StandardCharsets.ISO_8859_1);
    int end = padded.indexOf('\0');
    return end < 0 ? padded : padded.substring(0, end);
  }

  private Optional<String> problem(ExtensionTarget target) {
    if (!magic.equals("4")) {
      return Optional.of("not a DuckDB extension, or only a part of one");
    }
    if (!platform.equals(target.platform())) {
      return Optional.of("made for " + platform);
    }
    // With the stable C ABI the field holds the version of that ABI, which many DuckDBs share.
    if (!abi.equals("C_STRUCT") && !duckDbVersion.equals(target.directory())) {
      return Optional.of("made for DuckDB " + duckDbVersion);
    }
    return Optional.empty();
  }
}
