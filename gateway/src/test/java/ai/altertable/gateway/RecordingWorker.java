package ai.altertable.gateway;

import ai.altertable.testing.RawSocket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A worker that answers everything with `ok`, and keeps each request as it came.
final class RecordingWorker {
  /// The body of every request that comes with a length.
  static final String BODY = "hello";

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final RawWorker worker;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  RecordingWorker(RawWorker worker) {
    this.worker = worker;
    Thread.ofVirtual().start(this::acceptAll);
  }

  private void acceptAll() {
    try {
      while (true) {
        RawSocket connection = worker.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (InterruptedException | AssertionError over) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(RawSocket connection) {
    try {
      while (true) {
        String head = connection.readThrough("\r\n\r\n");
        requests.add(head + body(connection, head.toLowerCase(Locale.ROOT)));
        connection.send(ANSWER);
      }
    } catch (AssertionError | RuntimeException closed) {
      // The gateway has no more for this connection.
      connection.close();
    }
  }

  private static String body(RawSocket connection, String head) {
    if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
      return connection.readThrough("0\r\n\r\n");
    }
    return head.contains("\r\ncontent-length: ") ? connection.readThrough(BODY) : "";
  }

  /// Heads and bodies, in the order in which they came.
  List<String> requests() {
    return List.copyOf(requests);
  }
}
