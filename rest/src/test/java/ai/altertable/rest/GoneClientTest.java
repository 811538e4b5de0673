package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantCodec;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SqlType.Simple;
import ai.altertable.rest.ndjson.Batches;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
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

  private Socket connect() throws IOException {
    return new Socket(api.address().getAddress(), api.address().getPort());
  }

  private static void send(Socket socket, String head, String body) throws IOException {
    String text =
        head
            + " HTTP/1.1\r\nhost: x\r\n"
            + Grant.HEADER
            + ": "
            + GrantCodec.encode(RunningApi.GRANT)
            + "\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Blocks until the client is gone, as a statement that computes would.
  private static void compute(FakeSession session) {
    await(session.abandoned);
    throw new PlatformException(ErrorCode.QUERY_CANCELLED, "the query was cancelled");
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happened for ten seconds");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private void queryEndsAsGone() throws InterruptedException {
    @Nullable QueryRecord record = api.log.ends.poll(10, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.error().orElseThrow())
        .contains("client closed the connection")
        .contains("cancelled");
    await(api.sessions.opened.getFirst().closed);
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
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SLOW\"}");
      await(computing);
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
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"ENDLESS\"}");
      assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
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
          await(session.abandoned);
          return FakeRows.none(api.allocator, TEXT);
        });
    api.sessions.on("SECOND", () -> FakeRows.none(api.allocator, TEXT));
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"FIRST; SECOND\"}");
      await(first);
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
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SLOW\",\"query_id\":\"" + id + "\"}");
      await(computing);
      api.send(api.request("/query/" + id).DELETE());
      socket.setSoTimeout(10_000);
      byte[] answer = new byte[4096];
      int size = 0;
      while (!new String(answer, 0, size, StandardCharsets.UTF_8).contains("QUERY_CANCELLED")) {
        int count = socket.getInputStream().read(answer, size, answer.length - size);
        assertThat(count).isPositive();
        size += count;
      }
    }
    assertThat(api.log.ends.take().error()).contains("the query was cancelled");
  }

  @Test
  void halfClosedConnectionGetsItsAnswer() throws Exception {
    api.sessions.on("SELECT 1", () -> FakeRows.row(api.allocator, TEXT, "here"));
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SELECT 1\"}");
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("[\"here\"]");
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
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"BROKEN\"}");
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("[3]\n{\"error\":\"internal error");
    }
  }

  @Test
  void answerThatCannotBeEndedIsBrokenOff() throws Exception {
    api.sessions.on("SELECT 1", () -> FakeRows.row(api.allocator, TEXT, "here"));
    api.log.broken = true;
    try (Socket socket = connect()) {
      send(socket, "POST /query", "{\"statement\":\"SELECT 1\"}");
      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void uploadThatIsBrokenOffLeavesNothingBehind() throws Exception {
    try (Socket socket = connect()) {
      String head =
          "POST /upload?table=t HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n"
              + Grant.HEADER
              + ": "
              + GrantCodec.encode(RunningApi.GRANT)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(new byte[300_000]);
      socket.getOutputStream().flush();
      awaitFiles(1);
    }
    awaitFiles(0);
    await(api.sessions.opened.getFirst().closed);
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
    try (Socket socket = connect()) {
      send(socket, "POST /upload?table=t", "a,b\n1,2\n");
      await(loading);
    }
    await(api.sessions.opened.getFirst().closed);
    awaitFiles(0);
  }

  private void awaitFiles(int count) throws IOException, InterruptedException {
    for (int i = 0; i < 500 && files() != count; i++) {
      Thread.sleep(20);
    }
    assertThat(files()).isEqualTo(count);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(staging)) {
      return files.count();
    }
  }
}
