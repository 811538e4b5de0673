package ai.altertable.benchmarks.client;

import ai.altertable.benchmarks.measure.Table;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A client of the REST API.
public final class RestClient implements Client {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /// The line about the query, and the one with the columns.
  private static final int LINES_BEFORE_ROWS = 2;

  private final HttpConnection connection;
  private final String session;

  /// @param session empty for none
  RestClient(HttpConnection connection, String session) {
    this.connection = connection;
    this.session = session;
  }

  @Override
  public Answer run(String statement) {
    LineCounter counter = new LineCounter();
    int status = connection.post("/query", body(statement), counter);
    if (status != 200 || counter.lastLine().startsWith("{")) {
      throw new ClientFailure(statement + " answers " + status + ": " + counter.lastLine());
    }
    return new Answer(counter.lines() - LINES_BEFORE_ROWS, counter.bytes());
  }

  @Override
  public Table table(String statement) {
    Kept kept = new Kept();
    int status = connection.post("/query", body(statement), kept);
    List<String> lines = kept.text().lines().toList();
    if (status != 200 || lines.size() < LINES_BEFORE_ROWS || lines.getLast().startsWith("{")) {
      throw new ClientFailure(statement + " answers " + status + ": " + kept.text());
    }
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : lines.subList(LINES_BEFORE_ROWS, lines.size())) {
        rows.add(JSON.readTree(line));
      }
    } catch (JsonProcessingException malformed) {
      throw new ClientFailure("a row is not JSON", malformed);
    }
    return Table.ofJson(rows);
  }

  /// Loads a file into a table.
  ///
  /// @param parameters of the query string: table, mode, format …
  public void upload(Path file, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    Kept kept = new Kept();
    int status = connection.post("/upload?" + query, file, kept);
    if (status != 200) {
      throw new ClientFailure("the upload of " + file + " answers " + status + ": " + kept.text());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private byte[] body(String statement) {
    ObjectNode request = JSON.createObjectNode().put("statement", statement);
    if (!session.isEmpty()) {
      request.put("session_id", session);
    }
    try {
      return JSON.writeValueAsBytes(request);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  private static final class Kept implements HttpConnection.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void take(ByteBuffer piece) {
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.writeBytes(copy);
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
