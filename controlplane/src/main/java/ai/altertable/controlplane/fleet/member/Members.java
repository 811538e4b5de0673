package ai.altertable.controlplane.fleet.member;

import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.event.FleetEvent;
import ai.altertable.controlplane.fleet.event.FleetEvent.What;
import ai.altertable.controlplane.fleet.event.FleetEvents;
import ai.altertable.controlplane.fleet.member.MemberEvent.Connected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Disconnected;
import ai.altertable.controlplane.fleet.member.MemberEvent.Heard;
import ai.altertable.controlplane.lifecycle.Rounds;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberLink;
import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The members: those that are connected here, and what the table says of the others. Safe for use
/// by several threads.
///
/// Calls of links and listeners never block; the table is read and written by rounds of their own.
public final class Members implements MemberLinks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Members.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration SEEN_EVERY = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Transactions transactions;
  private final MemberStore store;
  private final Reports reports;
  private final Patience patience;
  private final Rounds rounds;
  private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
  private final List<Runnable> onLoad = new CopyOnWriteArrayList<>();
  private final List<Consumer<Environment>> onWork = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private final Map<UUID, Life> lives = new LinkedHashMap<>();
  private final Map<UUID, MemberStatus> unwritten = new HashMap<>();
  private final Map<UUID, Instant> givenUp = new HashMap<>();
  private boolean stale = true;
  private boolean read;

  // Touched by one round at a time.
  private Instant seenWritten = Instant.EPOCH;

  private Members(
      InstantSource clock,
      Transactions transactions,
      MemberStore store,
      Reports reports,
      Patience patience) {
    this.clock = clock;
    this.transactions = transactions;
    this.store = store;
    this.reports = reports;
    this.patience = patience;
    this.rounds = Rounds.start("members", Duration.ZERO, EVERY, this::round);
  }

  /// @param reports keeps what members report
  public static Members start(
      InstantSource clock,
      Transactions transactions,
      Changes changes,
      Reports reports,
      Patience patience) {
    Members members =
        new Members(clock, transactions, new MemberStore(transactions), reports, patience);
    changes.subscribe(Set.of("member", "environment"), members::tableChanged);
    return members;
  }

  /// @param look called when a member has come, gone or changed its state; must not block
  public void onChange(Runnable look) {
    onChange.add(look);
  }

  /// @param look called when loads have changed, and nothing else; must not block
  public void onLoad(Runnable look) {
    onLoad.add(look);
  }

  /// @param note called when a worker of the environment has something to do or has done something;
  ///   must not block
  public void onWork(Consumer<Environment> note) {
    onWork.add(note);
  }

  /// All members, and those revoked in the last month, by slug.
  public synchronized List<ObservedMember> list() {
    return lives.values().stream().map(Life::observed).toList();
  }

  /// Whether the table has been read: before that, nobody is known.
  public synchronized boolean isRead() {
    return read;
  }

  // ---- what operators and the scheduler do

  /// Changes what the member of that slug is meant to be doing.
  ///
  /// @param by who asks for it
  /// @throws PlatformException OBJECT_NOT_FOUND when there is no such member
  public void desire(String slug, Desired desired, String by) {
    What what =
        switch (desired) {
          case ONLINE -> What.RESUMED;
          case DRAINING -> What.DRAINED;
          case STOPPED -> What.STOPPED;
        };
    transactions.run(handle -> {
      Enrolled member = MemberStore.find(handle, slug).orElseThrow(() -> unknown(slug));
      if (MemberStore.desire(handle, member.member().id(), desired)) {
        FleetEvents.add(handle, new FleetEvent(clock.instant(), what, by, slug, ""));
      }
    });
    tableChanged();
  }

  /// It is a member no more, at once and for good.
  ///
  /// @param by who asks for it
  /// @throws PlatformException OBJECT_NOT_FOUND when there is no such member
  public void revoke(String slug, String by) {
    transactions.run(handle -> {
      Enrolled member = MemberStore.find(handle, slug).orElseThrow(() -> unknown(slug));
      if (MemberStore.revoke(handle, clock.instant(), member.member().id())) {
        FleetEvents.add(handle, new FleetEvent(clock.instant(), What.REVOKED, by, slug, ""));
      }
    });
    tableChanged();
  }

  private static PlatformException unknown(String slug) {
    return new PlatformException(
        ErrorCode.OBJECT_NOT_FOUND, "there is no worker or gateway '" + slug + "'");
  }

  // ---- links

  @Override
  public Observer connected(Member member, Arrival arrival, MemberLink link) {
    MemberStatus status = arrival.status();
    Optional<Enrolled> row = isKnown(member.id()) ? Optional.empty() : store.find(member.id());
    synchronized (this) {
      Instant now = clock.instant();
      row.ifPresent(fresh -> lives.putIfAbsent(member.id(), new Life(now, fresh)));
      Life life = lives.get(member.id());
      if (life == null || life.state() instanceof MemberState.Revoked) {
        link.end("no member any more; enroll anew");
        return new Stranger();
      }
      life.end(now, "the member has connected again");
      life.move(new Connected(now, status, life.row().desired().drains()));
      life.linked(link);
      life.arrived(arrival.isConfigured());
      life.instruct();
      givenUp.remove(member.id());
      if (life.isConfigured()) {
        unwritten.put(member.id(), status);
      }
      LOG.info("{} {} is connected", member.kind(), member.slug());
    }
    changed();
    rounds.ask();
    return new Linked(member, link);
  }

  private synchronized boolean isKnown(UUID id) {
    return lives.containsKey(id);
  }

  /// Those linked to this control plane.
  public Map<ObservedMember, MemberLink> linked() {
    Map<ObservedMember, MemberLink> linked = new LinkedHashMap<>();
    synchronized (this) {
      for (Life life : lives.values()) {
        MemberLink link = life.link();
        if (link != null) {
          linked.put(life.observed(), link);
        }
      }
    }
    return linked;
  }

  private void work(Member member) {
    environment(member).ifPresent(one -> onWork.forEach(note -> note.accept(one)));
  }

  private synchronized Optional<Environment> environment(Member member) {
    return Optional.ofNullable(lives.get(member.id())).flatMap(one -> one.row().environment());
  }

  /// One link; what comes of it after another has taken its place counts no more.
  private final class Linked implements Observer {
    private final Member member;
    private final MemberLink link;

    Linked(Member member, MemberLink link) {
      this.member = member;
      this.link = link;
    }

    @Override
    public void heartbeat(MemberStatus status) {
      boolean moved = false;
      synchronized (Members.this) {
        Life life = lives.get(member.id());
        if (life == null || !link.equals(life.link())) {
          return;
        }
        MemberState before = life.state();
        Optional<MemberStatus> said = life.observed().status();
        life.move(new Heard(clock.instant(), status, life.row().desired().drains()));
        boolean elsewhere =
            said.filter(old -> old.address().equals(status.address()))
                .filter(old -> old.grantKey().equals(status.grantKey()))
                .isEmpty();
        if (elsewhere && life.isConfigured()) {
          unwritten.put(member.id(), status);
        }
        moved = elsewhere || !before.getClass().equals(life.state().getClass());
      }
      if (status.load().running() + status.load().queued() > 0) {
        work(member);
      }
      if (moved) {
        changed();
      } else {
        onLoad.forEach(Runnable::run);
      }
    }

    @Override
    public void store(List<Report> told) {
      Environment environment =
          environment(member)
              .orElseThrow(() ->
                  new PlatformException(
                      ErrorCode.PERMISSION_DENIED, "only workers report statements"));
      reports.store(environment, member, told);
      work(member);
    }

    @Override
    public void configured() {
      synchronized (Members.this) {
        Life life = lives.get(member.id());
        if (life == null || !link.equals(life.link()) || life.isConfigured()) {
          return;
        }
        life.configured();
        life.observed().status().ifPresent(said -> unwritten.put(member.id(), said));
        LOG.info("{} {} is configured", member.kind(), member.slug());
      }
      changed();
      rounds.ask();
    }

    @Override
    public void disconnected() {
      synchronized (Members.this) {
        Life life = lives.get(member.id());
        if (life == null || !link.equals(life.link())) {
          return;
        }
        life.move(new Disconnected(clock.instant()));
        life.unlinked(clock.instant());
        LOG.info("{} {} is disconnected", member.kind(), member.slug());
      }
      changed();
    }
  }

  /// One that is refused, and may not have heard so yet.
  private static final class Stranger implements Observer {
    @Override
    public void heartbeat(MemberStatus status) {}

    @Override
    public void store(List<Report> reports) {
      throw new PlatformException(ErrorCode.PERMISSION_DENIED, "no member any more");
    }

    @Override
    public void configured() {}

    @Override
    public void disconnected() {}
  }

  // ---- rounds

  private void tableChanged() {
    synchronized (this) {
      stale = true;
    }
    rounds.ask();
  }

  private void changed() {
    onChange.forEach(Runnable::run);
  }

  private void round() {
    if (takeStale()) {
      try {
        Instant began = clock.instant();
        merge(began, store.list());
      } catch (RuntimeException failure) {
        markStale();
        judge();
        throw failure;
      }
    }
    judge();
    write();
  }

  private synchronized boolean takeStale() {
    boolean was = stale;
    stale = false;
    return was;
  }

  private synchronized void markStale() {
    stale = true;
  }

  /// @param began when the rows began to be read: who has enrolled since may not be among them
  private void merge(Instant began, List<Enrolled> rows) {
    boolean differs;
    synchronized (this) {
      Instant now = clock.instant();
      List<ObservedMember> before = list();
      Set<UUID> there = new HashSet<>();
      for (Enrolled row : rows) {
        there.add(row.member().id());
        lives.computeIfAbsent(row.member().id(), _ -> new Life(now, row)).changed(now, row);
      }
      lives
          .values()
          .removeIf(life -> {
            boolean gone = !there.contains(life.row().member().id()) && life.born().isBefore(began);
            if (gone) {
              life.end(now, "no member any more; enroll anew");
            }
            return gone;
          });
      differs = !read || !before.equals(list());
      read = true;
    }
    if (differs) {
      changed();
    }
  }

  private void judge() {
    boolean any = false;
    synchronized (this) {
      Instant now = clock.instant();
      for (Life life : lives.values()) {
        Member member = life.row().member();
        if (life.judge(now, patience)) {
          LOG.warn("{} {} is lost", member.kind(), member.slug());
          givenUp.put(member.id(), now);
          unwritten.remove(member.id());
          any = true;
        }
      }
    }
    if (any) {
      changed();
    }
  }

  /// What cannot be written now is written by a later round.
  private void write() {
    Instant now = clock.instant();
    Map<UUID, MemberStatus> online;
    Map<UUID, Instant> lost;
    Set<UUID> linked;
    synchronized (this) {
      online = Map.copyOf(unwritten);
      lost = Map.copyOf(givenUp);
      linked =
          lives.entrySet().stream()
              .filter(life -> life.getValue().isLively(now.minus(SEEN_EVERY.dividedBy(2))))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      online.keySet().forEach(id -> noted(id, now));
      linked.forEach(id -> noted(id, now));
    }
    online.forEach((id, status) -> {
      store.online(now, id, status.address(), status.grantKey());
      written(id, status);
    });
    lost.forEach((id, at) -> {
      store.lost(at, id, at.minus(patience.link()));
      writtenLost(id, at);
    });
    if (!linked.isEmpty() && seenWritten.plus(SEEN_EVERY).isBefore(now)) {
      store.seen(now, linked);
      seenWritten = now;
    }
  }

  private void noted(UUID id, Instant now) {
    Life life = lives.get(id);
    if (life != null) {
      life.noted(now);
    }
  }

  private synchronized void written(UUID id, MemberStatus status) {
    unwritten.remove(id, status);
  }

  private synchronized void writtenLost(UUID id, Instant at) {
    givenUp.remove(id, at);
  }

  @Override
  public void close() {
    rounds.close();
  }
}
