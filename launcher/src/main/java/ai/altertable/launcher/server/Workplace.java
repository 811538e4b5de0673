package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.engine.EngineLibrary;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door.UnixSocket;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.operation.DrainedWorker;
import ai.altertable.launcher.process.RollingLogFile;
import ai.altertable.launcher.process.Supervisor;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.HostedWorker;
import ai.altertable.launcher.worker.WorkerInstructions;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.launcher.worker.WorkerRevocations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the hosted worker of the default environment works: its directories, its socket, and what
/// it is told.
final class Workplace {
  private static final String SLUG = "hosted-1";

  private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration UP_WITHIN = Duration.ofSeconds(60);

  private final ServerConfig config;
  private final DataDirectory data;
  private final Path extensions;
  private final ControlPlane controlPlane;
  private final Environment environment;
  private final GrantSigner signer;
  private final PlatformGrants grants;
  private final WorkerAddress address;
  private final Path socket;
  private final WorkerLink link;
  private final DrainedWorker drain;

  Workplace(
      ServerConfig config,
      DataDirectory data,
      Path extensions,
      ControlPlane controlPlane,
      Environment environment,
      GrantSigner signer) {
    this.config = config;
    this.data = data;
    this.extensions = extensions;
    this.controlPlane = controlPlane;
    this.environment = environment;
    this.signer = signer;
    this.grants = new PlatformGrants(InstantSource.system(), signer, environment, SLUG);
    this.socket = data.sockets().ownSocket(SLUG, "http");
    this.address = new WorkerAddress(UUID.randomUUID(), SLUG, new UnixSocket(socket));
    this.link =
        new WorkerLink(SLUG, new UnixHttp(socket), () -> grants.issue(Map.of()), ANSWER_WITHIN);
    this.drain = new DrainedWorker(link);
  }

  /// To let nothing new begin at the worker.
  DrainedWorker drain() {
    return drain;
  }

  /// To ask the worker for what the server itself wants to know.
  WorkerLink link() {
    return link;
  }

  /// Starts the worker and waits until it takes requests.
  HostedWorker startWorker(Closer closer, Supervisor supervisor, Console console) {
    if (config.sample()) {
      controlPlane.databases().createDatabase(environment, SampleDatabase.NAME);
    }
    RollingLogFile log =
        closer.register(
            RollingLogFile.at(
                data.logs().resolve(SLUG + ".log"), config.log().format().printedBy(SLUG)));
    WorkerRevocations revocations =
        closer.register(new WorkerRevocations(new UnixHttp(socket), () -> grants.issue(Map.of())));
    controlPlane.onRevocation(revocations::add);
    CountDownLatch up = new CountDownLatch(1);
    console.step("Starting a worker");
    EngineLibrary.provide(config.runtime());
    HostedWorker worker =
        closer.register(
            HostedWorker.start(
                supervisor,
                confinement(),
                SLUG,
                data.path(),
                this::instructions,
                config.log(),
                log,
                new HostedWorker.Watcher() {
                  @Override
                  public void up() {
                    revocations.up();
                    drain.up();
                    controlPlane.fleet().workerUp(environment, address);
                    up.countDown();
                  }

                  @Override
                  public void down() {
                    controlPlane.fleet().workerDown(SLUG);
                    revocations.down();
                  }
                }));
    await(up);
    return worker;
  }

  private Confinement confinement() {
    Confinement confinement = Confinement.ofThisSystem();
    String missing = String.join("; ", confinement.missing());
    switch (config.confinement()) {
      case OFF -> LOG.warn("worker {} is not confined by the kernel, as was asked for", SLUG);
      case REQUIRE -> {
        if (!confinement.holds()) {
          throw new StartupFailure(
              "The worker cannot be confined; this system lacks: " + missing + ".",
              "Run a newer kernel with Landlock, or do without by --worker-confinement prefer.");
        }
      }
      case PREFER -> {
        if (!confinement.missing().isEmpty()) {
          LOG.warn("walls around worker {} that this system lacks: {}", SLUG, missing);
        }
      }
    }
    if (config.confinement() != ConfinementMode.OFF && confinement.works()) {
      LOG.info("worker {} is confined by the kernel (Landlock {})", SLUG, confinement.version());
    }
    return confinement;
  }

  private void await(CountDownLatch up) {
    try {
      if (up.await(UP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new StartupFailure(
        "The worker did not start within %d s.".formatted(UP_WITHIN.toSeconds()),
        "Its log says why: " + data.logs().resolve(SLUG + ".log"));
  }

  private WorkerInstructions instructions() {
    ServerConfig.WorkerResources resources = config.worker();
    return new WorkerInstructions(
        SLUG,
        environment,
        signer.verificationKey(),
        config.confinement(),
        socket,
        config.runtime(),
        extensions,
        data.cache().resolve(SLUG),
        data.staging().resolve(SLUG),
        data.objects(),
        resources.threads(),
        resources.memory(),
        resources.spill(),
        resources.diskReserve(),
        resources.patience(),
        catalogs());
  }

  private Catalogs catalogs() {
    List<ManagedDatabase> databases =
        controlPlane.databases().databases(environment).stream().map(this::onThisDisk).toList();
    return new Catalogs(controlPlane.metadataServer(), databases);
  }

  /// The control plane knows paths within the data directory, which may be moved as a whole.
  private ManagedDatabase onThisDisk(ManagedDatabase database) {
    return new ManagedDatabase(
        database.name(),
        database.metadataSchema(),
        data.path().resolve(database.dataPath()) + "/",
        database.owner(),
        database.reader());
  }

  void addSample(Console console) {
    new SampleDatabase(new UnixHttp(socket), grants).load(console);
  }
}
