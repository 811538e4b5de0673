package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.ResponseBody;
import ai.altertable.testing.LeakCheck;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many clients that do anything at any time, before a worker that fails at any time. Whoever gets
/// an answer gets the one to its own request, in order, and whole or visibly not.
@ExtendWith(LeakCheck.class)
class ChaosTest {
  private static final int CLIENTS = 24;
  private static final int ANSWERS = 200;
  private static final long NANOS_MAX = 30_000_000_000L;

  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger errorLines = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /// Answers `id rows dieAt` with that many rows of the id, and breaks off before row `dieAt`.
  private void work(HttpExchange exchange) throws IOException {
    running.incrementAndGet();
    try {
      String[] task =
          new String(exchange.body().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      int dieAt = Integer.parseInt(task[2]);
      Headers lines = Headers.of("content-type", "application/x-ndjson");
      rows(exchange.respond(200, lines), task[0], Integer.parseInt(task[1]), dieAt);
    } finally {
      running.decrementAndGet();
    }
  }

  private static void rows(ResponseBody body, String id, int rows, int dieAt) throws IOException {
    for (int row = 0; row <= rows; row++) {
      if (row == dieAt) {
        body.abort();
        return;
      }
      String line = row == rows ? "[\"end\"]\n" : "[" + id + "]\n";
      body.write(line.getBytes(StandardCharsets.US_ASCII));
      if (row % 100 == 0) {
        body.flush();
      }
    }
    body.close();
  }

  /// A request, and what its answer must look like.
  private record Sent(String bytes, int id, int rows, int dieAt, int status) {
    @Override
    public String toString() {
      return id + ": " + rows + " rows, broken off at " + dieAt;
    }
  }

  private static Sent any(Random random) {
    int id = random.nextInt(1_000_000);
    int rows = random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(20);
    int dieAt = random.nextInt(5) == 0 ? random.nextInt(rows + 1) : -1;
    String task = id + " " + rows + " " + dieAt + " ".repeat(random.nextInt(3000));
    return switch (random.nextInt(10)) {
      case 0 -> new Sent("GET /health HTTP/1.1\r\nHost: x\r\n\r\n", 0, 0, -1, 200);
      case 1 -> new Sent("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 0, 0, -1, 404);
      case 2 -> new Sent(post("Basic YWxpY2U6bm8=", task), 0, 0, -1, 401);
      case 3, 4 -> new Sent(chunked(task, random), id, rows, dieAt, 200);
      default -> new Sent(TestGateway.query(task), id, rows, dieAt, 200);
    };
  }

  private static String post(String authorization, String body) {
    return TestGateway.query(body)
        .replace(TestGateway.LOGIN, "Authorization: " + authorization + "\r\n");
  }

  private static String chunked(String body, Random random) {
    int half = random.nextInt(1, body.length());
    return "POST /upload HTTP/1.1\r\nHost: x\r\n"
        + TestGateway.LOGIN
        + "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(half)
        + "\r\n"
        + body.substring(0, half)
        + "\r\n"
        + Integer.toHexString(body.length() - half)
        + "\r\n"
        + body.substring(half)
        + "\r\n0\r\n\r\n";
  }

  @Test
  void everyAnswerIsTheRightOneAndWholeOrVisiblyNot() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    long pinnedBefore = PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    try (TestGateway gateway = TestGateway.before(this::work)) {
      var address = (InetSocketAddress) gateway.address();
      long end = System.nanoTime() + NANOS_MAX;
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed + i);
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  while (answered.get() < ANSWERS && System.nanoTime() < end) {
                    converse(address, random);
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }

      assertThat(wrong).isEmpty();
      assertThat(answered.get()).isGreaterThan(ANSWERS / 4);
      assertThat(errorLines.get()).isPositive();
      assertThat(gateway.exchange("GET /health HTTP/1.0\r\n\r\n")).contains("200 OK");
      awaitQuiet();
    }
    assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() - pinnedBefore)
        .isLessThan(1 << 20);
  }

  /// The worker must have been told of every client that went.
  private void awaitQuiet() throws InterruptedException {
    for (int i = 0; i < 500 && running.get() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(running.get()).isZero();
  }

  /// One connection: some requests at once, and then, mostly, their answers.
  private void converse(InetSocketAddress address, Random random) {
    List<Sent> requests = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      requests.add(any(random));
    }
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(15_000);
      String bytes = String.join("", requests.stream().map(Sent::bytes).toList());
      boolean leaves = random.nextInt(5) == 0;
      int upTo = leaves ? random.nextInt(bytes.length()) : bytes.length();
      socket.getOutputStream().write(bytes.substring(0, upTo).getBytes(StandardCharsets.US_ASCII));
      if (leaves) {
        Thread.sleep(random.nextInt(30));
        socket.setSoLinger(random.nextBoolean(), 0);
        return;
      }
      if (random.nextInt(4) == 0) {
        socket.shutdownOutput();
      }
      readAll(socket, requests);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      wrong.add(failure.toString());
    }
  }

  private void readAll(Socket socket, List<Sent> requests) throws IOException {
    var input = new BufferedInputStream(socket.getInputStream());
    for (Sent request : requests) {
      ParsedAnswer answer;
      try {
        answer = ParsedAnswer.read(input);
      } catch (SocketTimeoutException hanging) {
        throw hanging;
      } catch (IOException cut) {
        if (request.dieAt() < 0) {
          wrong.add("cut off without a reason: " + cut);
        }
        return;
      }
      check(request, answer);
      if (!answer.keeps()) {
        return;
      }
    }
  }

  private void check(Sent request, ParsedAnswer answer) {
    answered.incrementAndGet();
    String row = "[" + request.id() + "]\n";
    String expected = row.repeat(request.rows()) + "[\"end\"]\n";
    if (request.dieAt() >= 0) {
      checkBroken(request, answer, row);
    } else if (!isRight(request, answer.status())
        || (request.id() > 0 && !answer.body().equals(expected))) {
      wrong.add(request + " was answered with " + answer);
    }
  }

  /// Who sends many wrong passwords is told to wait.
  private static boolean isRight(Sent request, int status) {
    return status == request.status() || (request.status() == 401 && status == 429);
  }

  /// A worker that fails before its answer's head is out gives none.
  private void checkBroken(Sent request, ParsedAnswer answer, String row) {
    boolean line = answer.body().contains("{\"error\":\"the worker went away");
    int rows = answer.body().split("\n", -1).length - 2;
    boolean right =
        answer.status() == 503
            || (answer.status() == 200
                && line
                && rows <= request.dieAt()
                && answer.body().startsWith(row.repeat(rows) + "{\"error\""));
    if (answer.status() == 200 && line) {
      errorLines.incrementAndGet();
    }
    if (!right) {
      wrong.add(request + " was answered with " + answer);
    }
  }
}
