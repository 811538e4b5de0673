package ai.altertable.controlplane.fleet.configuration;

import ai.altertable.controlplane.access.Revisions;
import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.lifecycle.Rounds;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.MemberLink;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Keeps the configurations of the members that are linked here true: whatever they are made of
/// changes, those that differ are sent within a tenth of a second; loads within a second or so.
///
/// Of revisions a member is told all that there are, not only the latest: a worker that was away
/// keeps sessions of any age, and each that was opened for an earlier revision ends as soon as the
/// worker learns of the later one.
public final class Configurations implements AutoCloseable {
  private static final Duration GATHERING = Duration.ofMillis(20);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Set<String> TABLES =
      Set.of("principal", "credential", "managed_database", "environment");

  private final Members members;
  private final List<GrantKeys.Key> local;
  private final Function<Environment, Catalogs> catalogs;
  private final Revisions revisions;
  private final Rounds rounds;

  private final AtomicReference<Optional<Door.Tls>> door = new AtomicReference<>(Optional.empty());

  private final GrantKeys signers = GrantKeys.none();

  // Guarded by this.
  private boolean stale = true;

  // Touched by one round at a time.
  private final Map<UUID, Catalogs> environments = new HashMap<>();
  private List<Revocation> currentRevisions = List.of();
  private String access = "";
  private final Map<MemberLink, Configuration> sent = new HashMap<>();

  private Configurations(
      Members members,
      List<GrantKeys.Key> local,
      Function<Environment, Catalogs> catalogs,
      Revisions revisions) {
    this.members = members;
    this.local = List.copyOf(local);
    this.catalogs = catalogs;
    this.revisions = revisions;
    this.rounds = Rounds.start("configurations", GATHERING, EVERY, this::round);
  }

  /// @param local signers of the control plane itself
  /// @param catalogs of an environment, with the passwords of their roles; may block
  public static Configurations start(
      Members members,
      Changes changes,
      List<GrantKeys.Key> local,
      Function<Environment, Catalogs> catalogs,
      Revisions revisions) {
    Configurations configurations = new Configurations(members, local, catalogs, revisions);
    changes.subscribe(TABLES, configurations::refresh);
    members.onChange(configurations.rounds::ask);
    return configurations;
  }

  /// Reads everything anew, as something has changed that no table tells of. Returns at once.
  public void refresh() {
    synchronized (this) {
      stale = true;
    }
    rounds.ask();
  }

  /// Tells gateways where the HTTP server of this process listens for them. Returns at once.
  public void door(Door.Tls where) {
    door.set(Optional.of(where));
    rounds.ask();
  }

  /// Whose grants are believed, kept up to date.
  public GrantKeys signers() {
    return signers;
  }

  private void round() {
    if (!members.isRead()) {
      return;
    }
    Map<ObservedMember, MemberLink> linked = members.linked();
    read(linked.keySet());
    List<ObservedMember> all = members.list();
    List<GrantKeys.Key> keys = Knowledge.signers(all, local);
    signers.replace(keys);
    Knowledge knowledge =
        new Knowledge(all, keys, environments, currentRevisions, access, door.get());
    sent.keySet().retainAll(new HashSet<>(linked.values()));
    linked.forEach((member, link) ->
        knowledge
            .of(member)
            .ifPresent(wanted -> {
              if (!wanted.equals(sent.put(link, wanted))) {
                link.configure(wanted);
              }
            }));
  }

  private void read(Set<ObservedMember> linked) {
    boolean anew = takeStale();
    try {
      if (anew) {
        environments.clear();
        currentRevisions = revisions.read();
        access = revisions.fingerprint();
      }
      for (ObservedMember member : linked) {
        member.enrolled().environment().ifPresent(this::readOnce);
      }
    } catch (RuntimeException failure) {
      markStale();
      throw failure;
    }
  }

  private void readOnce(Environment environment) {
    environments.computeIfAbsent(environment.id(), _ -> catalogs.apply(environment));
  }

  private synchronized boolean takeStale() {
    boolean was = stale;
    stale = false;
    return was;
  }

  private synchronized void markStale() {
    stale = true;
  }

  @Override
  public void close() {
    rounds.close();
  }
}
