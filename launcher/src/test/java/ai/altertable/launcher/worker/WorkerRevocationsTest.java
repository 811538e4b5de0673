package ai.altertable.launcher.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.identity.RevocationsCodec;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.testing.Patience;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerRevocationsTest {
  private static final Revocation FIRST = new Revocation(new UUID(1, 1), 2);
  private static final Revocation SECOND = new Revocation(new UUID(2, 2), 3);

  @TempDir private Path folder;
  private final List<Revocation> told = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private @Nullable HttpServer worker;
  private WorkerRevocations revocations;

  @BeforeEach
  void start() {
    revocations = new WorkerRevocations(new UnixHttp(socket()), () -> "the grant");
  }

  @AfterEach
  void close() {
    revocations.close();
    stopWorker();
  }

  private Path socket() {
    return folder.resolve("worker.sock");
  }

  private void startWorker() {
    worker =
        HttpServer.start(HttpServerConfig.on(UnixDomainSocketAddress.of(socket())), this::take);
  }

  private void stopWorker() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    boolean right =
        exchange.target().rawPath().equals("/platform/revocations")
            && exchange.headers().first(Grant.HEADER).orElse("").equals("the grant");
    if (right && status == 200) {
      told.addAll(RevocationsCodec.decode(body));
    }
    exchange.respond(right ? status : 400, Headers.none(), "");
  }

  @Test
  void workerThatIsUpIsToldAtOnceAndOnce() {
    startWorker();
    revocations.up();

    revocations.add(FIRST);

    Patience.until("told", () -> told.equals(List.of(FIRST)));
    revocations.add(SECOND);
    Patience.until("told", () -> told.equals(List.of(FIRST, SECOND)));
  }

  @Test
  void workerThatStartsKnowsAllBeforeItsFirstRequest() {
    revocations.add(FIRST);
    revocations.add(SECOND);
    startWorker();

    revocations.up();

    assertThat(told).containsExactlyInAnyOrder(FIRST, SECOND);
  }

  @Test
  void workerThatIsStartedAgainIsToldAgain() {
    startWorker();
    revocations.up();
    revocations.add(FIRST);
    Patience.until("told", () -> told.equals(List.of(FIRST)));
    revocations.down();
    stopWorker();
    startWorker();

    revocations.up();

    assertThat(told).containsExactly(FIRST, FIRST);
  }

  @Test
  void workerThatCannotTakeItIsAskedAgain() {
    startWorker();
    revocations.up();
    status = 503;
    revocations.add(FIRST);
    revocations.add(new Revocation(FIRST.principal(), 9));
    Patience.pause(java.time.Duration.ofMillis(700));
    assertThat(told).isEmpty();
    status = 200;

    Patience.until("told", () -> told.equals(List.of(new Revocation(FIRST.principal(), 9))));
  }

  @Test
  void manyAreToldInParts() {
    for (int i = 0; i < 2500; i++) {
      revocations.add(new Revocation(new UUID(7, i), i));
    }
    startWorker();

    revocations.up();

    assertThat(told).hasSize(2500).doesNotHaveDuplicates();
  }
}
