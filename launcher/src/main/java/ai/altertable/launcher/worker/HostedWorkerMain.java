package ai.altertable.launcher.worker;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.process.Lifeline;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.client.EnrollmentOutcome;
import ai.altertable.link.client.LinkClient;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.worker.Worker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main of a hosted worker's process. Ends with SIGTERM, or with the server that started it.
public final class HostedWorkerMain {
  private static final Logger LOG = LoggerFactory.getLogger(HostedWorkerMain.class);

  /// A statement could not be ended.
  private static final int STUCK = 75;

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  /// The control plane does not take this process for a member.
  private static final class NotEnrolled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotEnrolled(String reason) {
      super(reason);
    }
  }

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
    MemberIdentity identity;
    Worker worker;
    try {
      identity = enroll(instructions);
      worker =
          Worker.start(
              instructions.config(identity.member().slug()),
              HostedWorkerMain::end,
              () -> Thread.ofPlatform().name("stop").start(() -> System.exit(0)));
    } catch (NotEnrolled failure) {
      LOG.error("the worker cannot enrol: {}", failure.getMessage());
      System.exit(1);
      return;
    } catch (PlatformException failure) {
      LOG.error("the worker cannot start: {}", failure.logLine());
      System.exit(1);
      return;
    }
    LinkClient link =
        LinkClient.start(
            LinkConfig.defaults(),
            List.of(),
            new MemoryIdentityStore(identity),
            () -> status(worker),
            worker,
            worker.outbox(),
            Clock.systemUTC(),
            new SecureRandom());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  link.close();
                  worker.close();
                },
                "shutdown"));
    lifeline.watch(CLOSE_WITHIN, () -> System.exit(0));
    LOG.info("worker {} listens", identity.member().slug());
    new CountDownLatch(1).await();
  }

  /// With a key that is kept in memory only: each process is a member of its own.
  private static MemberIdentity enroll(WorkerInstructions instructions) {
    EnrollmentOutcome outcome =
        LinkClient.enroll(
            LinkConfig.defaults(),
            EnrollmentToken.parse(instructions.token().value()),
            Version.CURRENT,
            new MemoryIdentityStore(),
            Clock.systemUTC(),
            new SecureRandom());
    return switch (outcome) {
      case EnrollmentOutcome.Enrolled(MemberIdentity identity) -> identity;
      case EnrollmentOutcome.Refused(String reason) -> throw new NotEnrolled(reason);
      case EnrollmentOutcome.Unreachable(String reason) -> throw new NotEnrolled(reason);
    };
  }

  /// It is reached by its socket, which the server knows.
  private static MemberStatus status(Worker worker) {
    return new MemberStatus(
        Version.CURRENT, Optional.empty(), Optional.empty(), worker.isDraining(), worker.load());
  }

  /// At once: what is to be closed in good order would wait for the statement that does not end.
  private static void end(String why) {
    LOG.error("this worker ends with status {}, to be started again: {}", STUCK, why);
    Runtime.getRuntime().halt(STUCK);
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
