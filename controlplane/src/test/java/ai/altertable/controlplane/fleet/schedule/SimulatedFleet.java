package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberEvent;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.HostedProcess.Phase;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Processes, members, a clock, and failures of all of them, as chance has it. Fails itself where
/// the scheduler does what it must not.
final class SimulatedFleet implements WorkerProvisioner, HostedMembers, InstantSource {
  private static final class Running {
    final Environment environment;
    final Instant since;
    Phase phase = Phase.RUNNING;
    boolean isCutOff;
    boolean neverComes;

    Running(Environment environment, Instant since) {
      this.environment = environment;
      this.since = since;
    }
  }

  private static final class Row {
    final Running process;
    final Environment environment;
    final UUID id = UUID.randomUUID();
    final Instant created;
    Desired desired = Desired.ONLINE;
    MemberState state;
    boolean silent;

    Row(Running process, Instant now) {
      this.process = process;
      this.environment = process.environment;
      this.created = now;
      this.state = new MemberState.Pending(now);
    }
  }

  private final Random random;
  private final FleetConfig config;
  private final Map<String, Running> processes = new TreeMap<>();
  private final Map<String, Row> rows = new TreeMap<>();
  private final Map<UUID, Load> loads = new HashMap<>();
  final List<Environment> environments = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  boolean fails = true;
  int starts;

  SimulatedFleet(Random random, FleetConfig config) {
    this.random = random;
    this.config = config;
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      environments.add(new Environment(new UUID(random.nextLong(), i), "environment-" + i));
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  // ---- what happens by itself

  void happen() {
    Map.copyOf(processes)
        .forEach((slug, process) -> {
          if (process.phase == Phase.STOPPING && random.nextInt(3) == 0) {
            processes.remove(slug);
          } else if (fails && process.phase == Phase.RUNNING && random.nextInt(60) == 0) {
            process.phase = Phase.ENDED;
          } else if (fails && process.phase == Phase.RUNNING && random.nextInt(60) == 0) {
            process.isCutOff = true;
          } else if (random.nextInt(4) == 0) {
            process.isCutOff = false;
          }
          follow(slug, process);
        });
    rows.forEach((slug, row) -> judge(processes.get(slug), row));
    environments.forEach(one ->
        loads.put(
            one.id(),
            random.nextInt(3) == 0 ? new Load(random.nextInt(2), 0, 0, 1, 1) : Load.NONE));
  }

  void load(Environment environment, Load load) {
    loads.put(environment.id(), load);
  }

  void rest() {
    environments.forEach(one -> loads.put(one.id(), Load.NONE));
  }

  private void follow(String slug, Running process) {
    if (process.phase != Phase.RUNNING || process.isCutOff || process.neverComes) {
      return;
    }
    Row row = rows.get(slug);
    if (row == null || row.process != process) {
      if (random.nextBoolean()) {
        rows.put(slug, new Row(process, now));
      }
      return;
    }
    boolean linked =
        (row.state instanceof MemberState.Online online && online.linked())
            || (row.state instanceof MemberState.Draining draining && draining.linked());
    MemberStatus status = status(row);
    row.state =
        row.state.after(
            linked
                ? new MemberEvent.Heard(now, status, row.desired != Desired.ONLINE)
                : new MemberEvent.Connected(now, status, row.desired != Desired.ONLINE));
    row.silent = false;
  }

  private MemberStatus status(Row row) {
    return new MemberStatus(
        "1",
        Optional.of("here:1"),
        Optional.empty(),
        row.desired != Desired.ONLINE,
        loads.getOrDefault(row.environment.id(), Load.NONE));
  }

  /// A process that is gone or cut off falls silent, then is lost.
  private void judge(@Nullable Running process, Row row) {
    boolean there =
        process != null
            && process.phase == Phase.RUNNING
            && !process.isCutOff
            && row.process == process;
    boolean up =
        row.state instanceof MemberState.Online || row.state instanceof MemberState.Draining;
    if (there || !up) {
      return;
    }
    if (!row.silent) {
      row.state = row.state.after(new MemberEvent.Disconnected(now));
      row.silent = true;
    } else {
      row.state = row.state.after(new MemberEvent.GivenUp(now));
    }
  }

  // ---- the provisioner

  @Override
  public List<HostedProcess> list() {
    chance("list");
    List<HostedProcess> all = new ArrayList<>();
    processes.forEach((slug, one) ->
        all.add(new HostedProcess(slug, one.environment.id(), one.phase, one.since)));
    return all;
  }

  @Override
  public void start(Environment environment, String slug) {
    require(!processes.containsKey(slug), "started twice: " + slug);
    require(
        processes.values().stream()
            .noneMatch(one -> one.phase != Phase.ENDED && one.environment.equals(environment)),
        "a second worker for " + environment);
    require(
        processes.values().stream().filter(one -> one.phase != Phase.ENDED).count()
            < config.hostedMax(),
        "more than " + config.hostedMax() + " processes");
    chance("start, before");
    starts++;
    var process = new Running(environment, now);
    process.neverComes = fails && random.nextInt(5) == 0;
    processes.put(slug, process);
    chance("start, after");
  }

  @Override
  public void stop(String slug) {
    chance("stop, before");
    Running process = processes.get(slug);
    if (process == null) {
      return;
    }
    Row row = rows.get(slug);
    boolean busy =
        row != null
            && row.process == process
            && row.state instanceof MemberState.Online online
            && online.linked();
    require(process.phase != Phase.RUNNING || !busy, slug + " is ended although it takes requests");
    require(
        process.phase != Phase.RUNNING
            || !(row != null
                && row.process == process
                && row.state instanceof MemberState.Draining draining
                && draining.linked()
                && draining.status().load().sessionsKept() > 0),
        slug + " is ended although it has sessions");
    if (process.phase == Phase.ENDED) {
      processes.remove(slug);
    } else {
      process.phase = Phase.STOPPING;
    }
    chance("stop, after");
  }

  private void chance(String where) {
    if (fails && random.nextInt(12) == 0) {
      throw new IllegalStateException("chance: " + where);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  // ---- the members

  private static ObservedMember observed(String slug, Row row) {
    var enrolled =
        new Enrolled(
            new Member(row.id, Kind.WORKER, slug),
            Optional.of(row.environment),
            true,
            row.desired,
            Optional.empty(),
            Optional.empty(),
            row.created,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new ObservedMember(enrolled, row.state, true, row.silent);
  }

  List<ObservedMember> all() {
    List<ObservedMember> all = new ArrayList<>();
    rows.forEach((slug, row) -> all.add(observed(slug, row)));
    return all;
  }

  @Override
  public List<ObservedMember> members() {
    chance("members");
    return all();
  }

  @Override
  public boolean isRead() {
    return true;
  }

  @Override
  public void desire(String slug, Desired desired) {
    chance("desire");
    Row row = rows.get(slug);
    if (row != null && row.desired != desired) {
      row.desired = desired;
      row.state =
          row.state.after(
              desired == Desired.ONLINE
                  ? new MemberEvent.Resumed(now)
                  : new MemberEvent.Drained(now));
    }
  }

  @Override
  public void revoke(String slug) {
    chance("revoke");
    rows.remove(slug);
  }

  // ---- leaders that come and go

  static final class Leaders implements Leadership {
    boolean leads;
    private Consumer<UUID> wanted = _ -> {};
    private final List<Leaders> all;

    Leaders(List<Leaders> all) {
      this.all = all;
      all.add(this);
    }

    @Override
    public boolean isLeading() {
      return leads;
    }

    @Override
    public void tellWanted(Set<UUID> environments) {
      all.forEach(one -> environments.forEach(one.wanted));
    }

    @Override
    public void onWanted(Consumer<UUID> hearer) {
      wanted = hearer;
    }
  }
}
