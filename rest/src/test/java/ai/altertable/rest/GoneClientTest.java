package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SqlType.Simple;
import ai.altertable.rest.ndjson.Batches;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that closes its connection before its answer has ended.
class GoneClientTest {
  private static final RowSchema TEXT = new RowSchema(List.of(Batches.column("t", Simple.VARCHAR)));

  @TempDir private Path staging;
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi(staging);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private RawSocket connect() {
    return RawSocket.connect(api.address());
  }

  private static void send(RawSocket socket, String head, String body) {
    socket.send(head(head, body.length()) + body);
  }

  private static String head(String start, int length) {
    return start
        + " HTTP/1.1\r\nhost: x\r\n"
        + Grant.HEADER
        + ": "
        + RunningApi.SIGNER.sign(RunningApi.GRANT)
        + "\r\ncontent-length: "
        + length
        + "\r\n\r\n";
  }

  /// Blocks until the client is gone, as a statement that computes would.
  private static void compute(FakeSession session) {
    Patience.await(session.abandoned);
    throw new PlatformException(ErrorCode.QUERY_CANCELLED, "the query was cancelled");
  }

  private void queryEndsAsGone() throws InterruptedException {
    @Nullable QueryRecord record = api.log.ends.poll(10, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.error().orElseThrow())
        .contains("client closed the connection")
        .contains("cancelled");
    Patience.await(api.sessions.opened.getFirst().closed);
  }

  @Test
  void queryThatComputesIsCancelled() throws Exception {
    CountDownLatch computing = new CountDownLatch(1);
    api.sessions.on(
        "SLOW",
        TEXT,
        session -> {
          computing.countDown();
          compute(session);
          return FakeRows.none(api.allocator, TEXT);
        });
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SLOW\"}");
      Patience.await(computing);
    }
    queryEndsAsGone();
  }

  @Test
  void queryThatDeliversIsCancelled() throws Exception {
    List<Supplier<List<List<Object>>>> endless = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      endless.add(() -> List.of(Collections.nCopies(100, "x".repeat(1000))));
    }
    api.sessions.on("ENDLESS", () -> FakeRows.of(api.allocator, TEXT, endless));
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"ENDLESS\"}");
      socket.skip(100_000);
    }
    queryEndsAsGone();
  }

  @Test
  void queryBetweenTwoStatementsIsCancelled() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    api.sessions.on(
        "FIRST",
        TEXT,
        session -> {
          first.countDown();
          Patience.await(session.abandoned);
          return FakeRows.none(api.allocator, TEXT);
        });
    api.sessions.on("SECOND", () -> FakeRows.none(api.allocator, TEXT));
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"FIRST; SECOND\"}");
      Patience.await(first);
    }
    queryEndsAsGone();
    assertThat(api.sessions.opened.getFirst().executed).containsExactly("FIRST");
  }

  @Test
  void queryThatSomebodyCancelsEndsWithAnErrorLine() throws Exception {
    CountDownLatch computing = new CountDownLatch(1);
    api.sessions.on(
        "SLOW",
        TEXT,
        session -> {
          computing.countDown();
          compute(session);
          return FakeRows.none(api.allocator, TEXT);
        });
    String id = "7d5a0e5c-2c1f-4a35-9a36-3d0a1f0d8f11";
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SLOW\",\"query_id\":\"" + id + "\"}");
      Patience.await(computing);
      api.send(api.request("/query/" + id).DELETE());
      socket.readThrough("QUERY_CANCELLED");
    }
    assertThat(api.log.ends.take().error()).contains("the query was cancelled");
  }

  @Test
  void halfClosedConnectionGetsItsAnswer() throws Exception {
    api.sessions.on("SELECT 1", () -> FakeRows.row(api.allocator, TEXT, "here"));
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SELECT 1\"}");
      socket.halfClose();
      assertThat(socket.readToEnd()).contains("[\"here\"]");
    }
    assertThat(api.log.ends.remove().error()).isEmpty();
  }

  @Test
  void errorOfTheMachineInTheMiddleOfRowsIsAnErrorLine() throws Exception {
    RowSchema wrong = new RowSchema(List.of(Batches.column("t", Simple.INTEGER)));
    List<Supplier<List<List<Object>>>> batches = new ArrayList<>();
    batches.add(() -> List.of(List.of(1, 2, 3)));
    batches.add(() -> {
      throw new AssertionError("the engine is broken");
    });
    api.sessions.on("BROKEN", () -> FakeRows.of(api.allocator, wrong, batches));
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"BROKEN\"}");
      socket.halfClose();
      assertThat(socket.readToEnd()).containsSubsequence("[3]\n", "{\"error\":\"internal error");
    }
  }

  @Test
  void answerThatCannotBeEndedIsBrokenOff() throws Exception {
    api.sessions.on("SELECT 1", () -> FakeRows.row(api.allocator, TEXT, "here"));
    api.log.broken = true;
    try (RawSocket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SELECT 1\"}");
      assertThat(socket.readToEnd()).endsWith("[reset]");
    }
  }

  @Test
  void uploadThatIsBrokenOffLeavesNothingBehind() throws Exception {
    try (RawSocket socket = connect()) {
      socket.send(head("POST /upload?table=t", 1_000_000)).send(new byte[300_000]);
      awaitFiles(1);
    }
    awaitFiles(0);
    Patience.await(api.sessions.opened.getFirst().closed);
  }

  @Test
  void loadOfAGoneClientIsCancelled() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    api.sessions.loader =
        load -> {
          loading.countDown();
          compute(api.sessions.opened.getFirst());
          return 0;
        };
    try (RawSocket socket = connect()) {
      send(socket, "POST /upload?table=t", "a,b\n1,2\n");
      Patience.await(loading);
    }
    Patience.await(api.sessions.opened.getFirst().closed);
    awaitFiles(0);
  }

  private void awaitFiles(int count) {
    Patience.until(count + " staged files", () -> files() == count);
  }

  private long files() {
    try (Stream<Path> files = Files.walk(staging).filter(Files::isRegularFile)) {
      return files.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
