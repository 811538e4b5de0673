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
/// @param formattedBy the version of the server that gave it this format
/// @param createdBy the version of the server that made the directory
/// @param metadata which PostgreSQL has the metadata
record Marker(
    int format,
    String formattedBy,
    String createdBy,
    Instant createdAt,
    State state,
    MetadataPlace metadata) {
  static final String FILE = "altertable.json";

  /// 1: metadata in the embedded PostgreSQL always. 2: the marker says where.
  static final int CURRENT_FORMAT = 2;

  /// What the first format means without saying it.
  private static final int EMBEDDED_ALWAYS = 1;

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
    return new Marker(format, formattedBy, createdBy, createdAt, State.READY, metadata);
  }

  Marker with(MetadataPlace place) {
    return new Marker(format, formattedBy, createdBy, createdAt, state, place);
  }

  /// @param version of the server that does it
  Marker formatted(int newer, String version) {
    return new Marker(newer, version, createdBy, createdAt, state, metadata);
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
    String formattedBy = node.path("formatted_by").asText(createdBy);
    if (format > CURRENT_FORMAT) {
      return new Marker(
          format, formattedBy, createdBy, Instant.EPOCH, State.READY, MetadataPlace.EMBEDDED);
    }
    if (format < 1) {
      throw new Unreadable(FILE + " names no format");
    }
    try {
      return new Marker(
          format,
          formattedBy,
          createdBy,
          Instant.parse(node.path("created_at").asText("")),
          State.valueOf(node.path("state").asText("").toUpperCase(Locale.ROOT)),
          format == EMBEDDED_ALWAYS
              ? MetadataPlace.EMBEDDED
              : MetadataPlace.valueOf(node.path("metadata").asText("").toUpperCase(Locale.ROOT)));
    } catch (DateTimeException wrong) {
      throw new Unreadable(FILE + " has no valid created_at");
    } catch (IllegalArgumentException wrong) {
      throw new Unreadable(FILE + " has no valid state or place of metadata");
    }
  }

  void write(Path directory) throws IOException {
    ObjectNode node =
        JSON.createObjectNode()
            .put("format", format)
            .put("formatted_by", formattedBy)
            .put("created_by", createdBy)
            .put("created_at", createdAt.toString())
            .put("state", state.name().toLowerCase(Locale.ROOT));
    if (format > EMBEDDED_ALWAYS) {
      node.put("metadata", metadata.name().toLowerCase(Locale.ROOT));
    }
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    DurableFiles.replace(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }
}
