package ai.altertable.launcher.worker;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.member.Enrolling;
import ai.altertable.launcher.member.NotEnrolled;
import ai.altertable.launcher.process.Lifeline;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.worker.WorkerConfig;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main of a hosted worker's process. Ends with SIGTERM, or with the server that started it.
public final class HostedWorkerMain {
  private static final Logger LOG = LoggerFactory.getLogger(HostedWorkerMain.class);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  private HostedWorkerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Logging.toOutput("worker", LogConfig.ofThisProcess());
    Lifeline lifeline = Lifeline.ofThisProcess();
    Optional<Secret> line = lifeline.firstLine();
    if (line.isEmpty()) {
      LOG.error("a hosted worker is started by `altertable start`, not by hand");
      System.exit(2);
      return;
    }
    WorkerInstructions instructions = WorkerInstructions.decode(line.get());
    confineThreads(instructions);
    Logging.toOutput(instructions.slug(), LogConfig.ofThisProcess());
    LinkedWorker worker;
    try {
      worker = start(instructions);
    } catch (NotEnrolled failure) {
      LOG.error("the worker cannot enrol: {}", failure.getMessage());
      System.exit(1);
      return;
    } catch (PlatformException failure) {
      LOG.error("the worker cannot start: {}", failure.logLine());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "shutdown"));
    lifeline.watch(CLOSE_WITHIN, () -> System.exit(0));
    new CountDownLatch(1).await();
  }

  /// With a key that is kept in memory only: each process is a member of its own. It enrols while
  /// the engine opens. The server knows its socket.
  private static LinkedWorker start(WorkerInstructions instructions) {
    CompletableFuture<IdentityStore> enrolling =
        CompletableFuture.supplyAsync(
            () -> enroll(instructions), task -> Thread.ofPlatform().name("enrol").start(task));
    WorkerConfig config =
        instructions
            .settings()
            .config(
                UnixDomainSocketAddress.of(instructions.socket()),
                Optional.empty(),
                instructions.slug());
    return LinkedWorker.start(config, () -> enrolled(enrolling), _ -> Optional.empty());
  }

  private static IdentityStore enroll(WorkerInstructions instructions) {
    MemoryIdentityStore store = new MemoryIdentityStore();
    String slug =
        Enrolling.with(EnrollmentToken.parse(instructions.token().value()), store).member().slug();
    if (!slug.equals(instructions.slug())) {
      throw new NotEnrolled(
          "it is called " + slug + ", as there is another " + instructions.slug());
    }
    return store;
  }

  private static IdentityStore enrolled(CompletableFuture<IdentityStore> enrolling) {
    try {
      return enrolling.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof NotEnrolled refused) {
        throw refused;
      }
      throw failure;
    }
  }

  /// First of all: threads that have been started keep their rights.
  private static void confineThreads(WorkerInstructions instructions) throws IOException {
    Confinement confinement = Confinement.ofThisSystem();
    switch (instructions.confinement()) {
      case OFF -> {}
      case PREFER ->
          confinement.asFarAsPossible().restrictThread(WorkerConfinement.ofThreads(instructions));
      case REQUIRE -> confinement.restrictThread(WorkerConfinement.ofThreads(instructions));
    }
    Confinement.renounceCoreDumps();
  }
}
