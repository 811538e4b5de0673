package ai.altertable.launcher.backup;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/// What a backup's `altertable-backup.json` says. It is written last: without it there is no
/// backup.
///
/// @param format of backups; grows when an older program could not restore them
/// @param program the version that took the backup
/// @param takenAt when the state was read that it holds
/// @param generation the directory with everything but the objects
/// @param filesSha256 of the list of the generation's files
/// @param objectsSha256 of the list of objects
record Manifest(
    int format,
    String program,
    Instant takenAt,
    String generation,
    String filesSha256,
    String objectsSha256) {
  static final String FILE = "altertable-backup.json";
  static final int CURRENT_FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern GENERATION = Pattern.compile("state-[0-9TZ-]+");

  static boolean existsIn(Path backup) {
    return Files.isRegularFile(backup.resolve(FILE));
  }

  /// @throws StartupFailure when there is none that this program can read
  static Manifest read(Path backup) throws IOException {
    if (!existsIn(backup)) {
      throw new StartupFailure(
          backup + " holds no whole backup: there is no " + FILE + ".",
          "Name the directory that `altertable backup` was given; one that was interrupted the first"
              + " time is of no use.");
    }
    JsonNode node = json(backup);
    int format = node.path("format").asInt(0);
    String program = node.path("program").asText("");
    if (format > CURRENT_FORMAT) {
      throw new StartupFailure(
          "The backup %s was taken by a newer version of Altertable (%s, format %d; this version knows format %d)."
              .formatted(backup, program, format, CURRENT_FORMAT),
          "Restore it with that version or a later one.");
    }
    String generation = node.path("generation").asText("");
    if (format < 1 || !GENERATION.matcher(generation).matches()) {
      throw broken(backup);
    }
    return new Manifest(
        format,
        program,
        Instant.parse(node.path("taken_at").asText("")),
        generation,
        node.path("files_sha256").asText(""),
        node.path("objects_sha256").asText(""));
  }

  private static JsonNode json(Path backup) throws IOException {
    try {
      return JSON.readTree(Files.readString(backup.resolve(FILE)));
    } catch (JsonProcessingException malformed) {
      throw broken(backup);
    }
  }

  private static StartupFailure broken(Path backup) {
    return new StartupFailure(
        "The backup " + backup + " is damaged: " + FILE + " cannot be understood.",
        "Restore another backup.");
  }

  void write(Path backup) throws IOException {
    String text =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(
                JSON.createObjectNode()
                    .put("format", format)
                    .put("program", program)
                    .put("taken_at", takenAt.toString())
                    .put("generation", generation)
                    .put("files_sha256", filesSha256)
                    .put("objects_sha256", objectsSha256));
    DurableFiles.replace(backup.resolve(FILE), (text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
