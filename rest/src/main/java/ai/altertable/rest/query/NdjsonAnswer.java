package ai.altertable.rest.query;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Column;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.http.ResponseBody;
import ai.altertable.http.error.ErrorLine;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.ndjson.ColumnHeader;
import ai.altertable.rest.ndjson.JsonBuffer;
import ai.altertable.rest.ndjson.ObjectLine;
import ai.altertable.rest.ndjson.RowEncoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// The answer to a query, line by line:
///
/// ```
///   {"statement": …, "session_id": …, "query_id": …}     once it begins
///   [{"name": …, "type": …}, …]                          the columns
///   [1, "a"]                                             each row
///   {"error": …}                                         in place of any line after the first
/// ```
///
/// It ends whole or with an error line. Where an exception leaves it unfinished, the server breaks
/// the connection off, so that nobody takes a part for the whole. Confined to one thread.
final class NdjsonAnswer {
  private static final int BUFFER_BYTES = 4 << 10;
  private static final int SEND_BYTES = 48 << 10;

  private final Call call;
  private final Clock clock;
  private final Instant accepted;
  private final QueryConfig config;
  private final QueryRequest request;
  private final JsonBuffer buffer;

  /// So much of the buffer is whole lines.
  private int complete;

  /// So many of them are rows that have not been reported.
  private int unreported;

  private @Nullable ResponseBody body;
  private @Nullable RunningQuery entry;

  /// @param accepted when the request came
  NdjsonAnswer(Call call, Clock clock, Instant accepted, QueryConfig config, QueryRequest request) {
    this.call = call;
    this.clock = clock;
    this.accepted = accepted;
    this.config = config;
    this.request = request;
    this.buffer = new JsonBuffer(BUFFER_BYTES, bytesMax(config));
  }

  /// A row may come on top of those that wait to be sent.
  private static int bytesMax(QueryConfig config) {
    return (int) Math.min(QueryConfig.ARRAY_BYTES_MAX, config.rowBytesMax().bytes() + SEND_BYTES);
  }

  /// Where what is delivered is reported from now on.
  void report(RunningQuery running) {
    entry = running;
  }

  boolean hasBegun() {
    return body != null;
  }

  /// Begins the answer with the line about the query.
  void begin(SessionId session) throws IOException {
    body = call.begin(200, "application/x-ndjson");
    JsonBuffer first = new JsonBuffer(512, QueryConfig.ARRAY_BYTES_MAX);
    ObjectLine line = new ObjectLine(first);
    line.text("statement", request.statement());
    count(line, "rows_limit", request.limit());
    count(line, "rows_offset", request.offset());
    long millis = Duration.between(accepted, clock.instant()).toMillis();
    line.number("init_time_ms", Math.max(1, millis))
        .emptyObject("connections_errors")
        .text("session_id", session.value())
        .text("query_id", request.queryId().toString())
        .text("worker_slug", config.workerSlug())
        .end();
    begun().write(first.array(), 0, first.size());
  }

  private static void count(ObjectLine line, String name, OptionalLong value) {
    if (value.isPresent()) {
      line.number(name, value.getAsLong());
    } else {
      line.nothing(name);
    }
  }

  void columns(ColumnHeader form, List<Column> columns) {
    form.writeLine(columns, buffer);
    complete = buffer.size();
  }

  /// A row of one number.
  void count(long value) {
    buffer.addAscii("[" + value + "]\n");
    complete = buffer.size();
    unreported++;
  }

  /// Writes all rows of the batch that the encoder points at.
  void rows(RowEncoder encoder, VectorSchemaRoot batch) throws IOException {
    int rows = batch.getRowCount();
    for (int row = 0; row < rows; row++) {
      if (buffer.size() >= SEND_BYTES) {
        send();
      }
      encoder.writeLine(row, buffer);
      complete = buffer.size();
      unreported++;
    }
    send();
  }

  /// Writes an error after the lines that are whole.
  ///
  /// @param position in the text, in characters from 1; 0 when unknown
  void error(PlatformException failure, int position) throws IOException {
    send();
    begun().write(position > 0 ? ErrorLine.of(failure, position) : ErrorLine.of(failure));
  }

  /// Reported first, so that whoever has read the answer finds all of it counted.
  private void send() throws IOException {
    if (entry != null && complete > 0) {
      entry.delivered(unreported, complete);
      unreported = 0;
    }
    begun().write(buffer.array(), 0, complete);
    buffer.clear();
    complete = 0;
  }

  /// Ends the answer: what was written is all of it.
  void end() throws IOException {
    send();
    begun().close();
  }

  private ResponseBody begun() {
    if (body == null) {
      throw new IllegalStateException("the answer has not begun");
    }
    return body;
  }
}
