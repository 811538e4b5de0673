package ai.altertable.launcher.datadir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/// What `altertable.json` in a data directory says about it.
///
/// @param format the version of the layout; grows when an older server could not use it any more
/// @param createdBy the version of the server that made the directory
record Marker(int format, String createdBy, Instant createdAt, State state) {
  static final String FILE = "altertable.json";
  static final int CURRENT_FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  enum State {
    /// Being set up: the next start goes on with it.
    INITIALISING,
    /// Set up: everything that belongs to it must be there.
    READY
  }

  /// Not a marker that this server can read.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  Marker ready() {
    return new Marker(format, createdBy, createdAt, State.READY);
  }

  /// Of a newer format only the format and the maker are sure to mean what they mean here.
  static Marker read(Path directory) throws IOException, Unreadable {
    JsonNode node;
    try {
      node = JSON.readTree(Files.readString(directory.resolve(FILE)));
    } catch (JsonProcessingException notJson) {
      throw new Unreadable(FILE + " is not JSON");
    }
    int format = node.path("format").asInt(0);
    String createdBy = node.path("created_by").asText("");
    if (format > CURRENT_FORMAT) {
      return new Marker(format, createdBy, Instant.EPOCH, State.READY);
    }
    if (format < 1) {
      throw new Unreadable(FILE + " names no format");
    }
    try {
      return new Marker(
          format,
          createdBy,
          Instant.parse(node.path("created_at").asText("")),
          State.valueOf(node.path("state").asText("").toUpperCase(Locale.ROOT)));
    } catch (DateTimeException wrong) {
      throw new Unreadable(FILE + " has no valid created_at");
    } catch (IllegalArgumentException wrong) {
      throw new Unreadable(FILE + " has no valid state");
    }
  }

  void write(Path directory) throws IOException {
    ObjectNode node =
        JSON.createObjectNode()
            .put("format", format)
            .put("created_by", createdBy)
            .put("created_at", createdAt.toString())
            .put("state", state.name().toLowerCase(Locale.ROOT));
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    DurableFiles.replace(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }
}
