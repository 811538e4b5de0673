package ai.altertable.launcher.extension;

import ai.altertable.launcher.process.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Extension files that are right in all but their code, and programs that play Python.
final class ExtensionFixture {
  static final ExtensionTarget TARGET =
      new ExtensionTarget(
          "1.5.5", new Machine(Machine.OperatingSystem.LINUX, Machine.Architecture.X86_64, false));

  private ExtensionFixture() {}

  static byte[] extension(String abi, String duckDbVersion, String platform) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("machine code".getBytes(StandardCharsets.UTF_8));
    for (String field : List.of("", "", "", abi, "abc1234", duckDbVersion, platform, "4")) {
      byte[] padded = new byte[32];
      byte[] text = field.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, padded, 0, text.length);
      file.write(padded);
    }
    file.write(new byte[256]);
    return file.toByteArray();
  }

  static byte[] fitting() throws IOException {
    return extension("CPP", "v1.5.5", "linux_amd64");
  }

  static Path wheel(Path file, String extension, byte[] content) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("duckdb_extension_" + extension + "/__init__.py"));
      zip.putNextEntry(
          new ZipEntry(
              "duckdb_extension_"
                  + extension
                  + "/extensions/v1.5.5/"
                  + extension
                  + ".duckdb_extension"));
      zip.write(content);
    }
    return file;
  }

  /// A `python3` that notes its arguments in a file beside it, one a line, and then runs a script
  /// in which `$dest` is pip's destination.
  static void python(Path directory, String script) throws IOException {
    Path program =
        Files.writeString(
            directory.resolve("python3"),
            """
            #!/bin/sh
            printf '%%s\\n' "$@" >> '%s'
            for argument; do case $argument in --dest=*) dest=${argument#--dest=};; esac; done
            %s
            """
                .formatted(directory.resolve("arguments"), script));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
