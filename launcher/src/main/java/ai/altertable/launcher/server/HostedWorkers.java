package ai.altertable.launcher.server;

import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.HostedProcess;
import ai.altertable.controlplane.fleet.schedule.HostedProcess.Phase;
import ai.altertable.controlplane.fleet.schedule.WorkerProvisioner;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.operation.DrainedWorker;
import ai.altertable.launcher.process.ProcessState;
import ai.altertable.launcher.process.RollingLogFile;
import ai.altertable.launcher.process.Supervisor;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.HostedWorker;
import ai.altertable.launcher.worker.WorkerInstructions;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.launcher.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hosted workers as child processes of this server: each has directories, a socket and a log
/// of its own, by its slug, and enrols as any other worker does. Safe for use by several threads.
final class HostedWorkers implements WorkerProvisioner, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedWorkers.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private record Hosted(
      Environment environment,
      Instant since,
      PlatformGrants grants,
      Path socket,
      DrainedWorker drain,
      WorkerLink link,
      RollingLogFile log,
      HostedWorker process) {
    void close() {
      process.close();
      log.close();
    }
  }

  private final InstantSource clock;
  private final ServerConfig config;
  private final DataDirectory data;
  private final Path extensions;
  private final Supervisor supervisor;
  private final GrantSigner signer;
  private final HostedTokens tokens;
  private final Set<Integer> ports;
  private final Optional<Path> rootCertificate;
  private final Confinement confinement;

  /// By slug. Guarded by this, as are those that end.
  private final Map<String, Hosted> workers = new LinkedHashMap<>();

  private final Map<String, Hosted> ending = new LinkedHashMap<>();
  private boolean closed;

  /// @param tokens by which workers enrol
  /// @param ports of the services that workers connect to
  /// @param rootCertificate by which they know the metadata server
  /// @throws StartupFailure when workers cannot be confined as they are required to be
  HostedWorkers(
      InstantSource clock,
      ServerConfig config,
      DataDirectory data,
      Path extensions,
      Supervisor supervisor,
      GrantSigner signer,
      HostedTokens tokens,
      Set<Integer> ports,
      Optional<Path> rootCertificate) {
    this.clock = clock;
    this.config = config;
    this.data = data;
    this.extensions = extensions;
    this.supervisor = supervisor;
    this.signer = signer;
    this.tokens = tokens;
    this.ports = Set.copyOf(ports);
    this.rootCertificate = rootCertificate;
    this.confinement = confinement(config.confinement());
  }

  private static Confinement confinement(ConfinementMode mode) {
    Confinement confinement = Confinement.ofThisSystem();
    String missing = String.join("; ", confinement.missing());
    switch (mode) {
      case OFF -> LOG.warn("workers are not confined by the kernel, as was asked for");
      case REQUIRE -> {
        if (!confinement.holds()) {
          throw new StartupFailure(
              "The worker cannot be confined; this system lacks: " + missing + ".",
              "Run a newer kernel with Landlock, or do without by --worker-confinement prefer.");
        }
      }
      case PREFER -> {
        if (!confinement.missing().isEmpty()) {
          LOG.warn("walls around workers that this system lacks: {}", missing);
        }
      }
    }
    if (mode != ConfinementMode.OFF && confinement.works()) {
      LOG.info("workers are confined by the kernel (Landlock {})", confinement.version());
    }
    return confinement;
  }

  // ---- what the scheduler does

  @Override
  public synchronized List<HostedProcess> list() {
    List<HostedProcess> all = new ArrayList<>();
    workers.forEach((slug, hosted) -> all.add(describe(slug, hosted, phase(hosted))));
    ending.forEach((slug, hosted) -> all.add(describe(slug, hosted, Phase.STOPPING)));
    return all;
  }

  private static HostedProcess describe(String slug, Hosted hosted, Phase phase) {
    return new HostedProcess(slug, hosted.environment().id(), phase, hosted.since());
  }

  private static Phase phase(Hosted hosted) {
    return switch (hosted.process().state()) {
      case ProcessState.Starting _, ProcessState.Running _, ProcessState.BackingOff _ ->
          Phase.RUNNING;
      case ProcessState.Stopping _ -> Phase.STOPPING;
      case ProcessState.Failed _, ProcessState.Stopped _ -> Phase.ENDED;
    };
  }

  @Override
  public synchronized void start(Environment environment, String slug) {
    if (!closed && !workers.containsKey(slug) && !ending.containsKey(slug)) {
      workers.put(slug, open(environment, slug));
    }
  }

  private Hosted open(Environment environment, String slug) {
    Path socket = data.sockets().ownSocket(slug, "http");
    PlatformGrants grants = new PlatformGrants(clock, signer, environment, slug);
    WorkerLink link =
        new WorkerLink(slug, new UnixHttp(socket), () -> grants.issue(Map.of()), ANSWER_WITHIN);
    DrainedWorker drain = new DrainedWorker(link);
    RollingLogFile log =
        RollingLogFile.at(
            data.logs().resolve(slug + ".log"),
            config.controlPlane().log().format().printedBy(slug));
    HostedWorker process =
        HostedWorker.start(
            supervisor,
            confinement,
            slug,
            data.path(),
            socket,
            () -> instructions(environment, slug, socket),
            config.controlPlane().log(),
            log,
            drain::up);
    return new Hosted(environment, clock.instant(), grants, socket, drain, link, log, process);
  }

  private WorkerInstructions instructions(Environment environment, String slug, Path socket) {
    ServerConfig.WorkerResources resources = config.worker();
    return new WorkerInstructions(
        slug,
        tokens.token(environment, slug),
        ports,
        rootCertificate,
        config.confinement(),
        socket,
        new WorkerSettings(
            config.controlPlane().runtime(),
            extensions,
            data.cache().resolve(slug),
            data.staging().resolve(slug),
            data.objects(),
            resources.threads(),
            resources.memory(),
            resources.spill(),
            resources.diskReserve(),
            resources.patience()));
  }

  @Override
  public synchronized void stop(String slug) {
    Hosted hosted = workers.remove(slug);
    if (hosted != null) {
      ending.put(slug, hosted);
      Thread.ofVirtual().name("end " + slug).start(() -> end(slug, hosted));
    }
  }

  private void end(String slug, Hosted hosted) {
    try {
      hosted.close();
    } finally {
      synchronized (this) {
        ending.remove(slug);
        notifyAll();
      }
    }
  }

  // ---- what the server does with them

  /// How this process reaches a member: its own children by their sockets, others by TLS.
  synchronized Optional<WorkerAddress> address(ObservedMember member) {
    if (!member.enrolled().hosted()) {
      return OtherWorkers.address(member);
    }
    return Optional.ofNullable(workers.get(member.slug()))
        .map(hosted -> address(member, new Door.UnixSocket(hosted.socket())));
  }

  private static WorkerAddress address(ObservedMember member, Door door) {
    return new WorkerAddress(member.enrolled().member().id(), member.slug(), door);
  }

  /// To ask them for what the server itself wants to know.
  synchronized List<WorkerLink> links() {
    return workers.values().stream().map(Hosted::link).toList();
  }

  /// To let nothing new begin at them.
  synchronized List<DrainedWorker> drains() {
    return workers.values().stream().map(Hosted::drain).toList();
  }

  /// How often each was started again.
  synchronized Map<String, Integer> restarts() {
    Map<String, Integer> restarts = new LinkedHashMap<>();
    workers.forEach((slug, hosted) -> restarts.put(slug, hosted.process().restarts()));
    return restarts;
  }

  /// The sample's loader, at a worker of the environment.
  synchronized Optional<SampleDatabase> sample(Environment environment) {
    return workers.values().stream()
        .filter(hosted -> hosted.environment().equals(environment))
        .findFirst()
        .map(hosted -> new SampleDatabase(new UnixHttp(hosted.socket()), hosted.grants()));
  }

  /// Ends all of them at the same time, and starts none any more.
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(workers.keySet()).forEach(this::stop);
    try {
      while (!ending.isEmpty()) {
        TimeUnit.SECONDS.timedWait(this, 1);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
