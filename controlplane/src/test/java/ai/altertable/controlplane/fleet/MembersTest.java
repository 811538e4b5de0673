package ai.altertable.controlplane.fleet;

import static ai.altertable.controlplane.fleet.TwoReplicas.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.access.Revisions;
import ai.altertable.controlplane.fleet.configuration.Configurations;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.MemberState.Draining;
import ai.altertable.controlplane.fleet.member.MemberState.Lost;
import ai.altertable.controlplane.fleet.member.MemberState.Online;
import ai.altertable.controlplane.fleet.member.MemberState.Revoked;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.member.Patience;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.MemberLinks.Observer;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.WorkerEntry;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two control planes over one database, with members at either.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersTest {
  private static final String OWN = GrantSigner.generate(new SecureRandom()).verificationKey();
  private static final String KEY = GrantSigner.generate(new SecureRandom()).verificationKey();
  private static final Instant CERTIFICATE = Instant.parse("2100-01-01T00:00:00Z");
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(10));

  private static final MemberState UNHEARD_OF = new MemberState.Pending(Instant.EPOCH);

  private final TwoReplicas replicas = new TwoReplicas();
  private final Environment production = replicas.environment("production");
  private final List<Members> members = List.of(members(0), members(1));
  private final List<Configurations> configurations = List.of(configurations(0), configurations(1));

  @AfterAll
  void close() {
    configurations.forEach(Configurations::close);
    members.forEach(Members::close);
    replicas.close();
  }

  @Test
  void whatHappensAtOneControlPlaneShowsAtTheOther() {
    Member worker = enroll(Kind.WORKER, "seen");
    var link = new FakeLink();
    Observer observer = connect(0, worker, link);
    assertThat(state(0, "seen")).isInstanceOf(Online.class);
    await("online there", () -> state(1, "seen") instanceof Online);

    members.get(1).desire("seen", Desired.DRAINING, "ann");
    await("told to drain", () -> link.instructed.contains(new Instruction.Drain(true)));
    await("draining here", () -> state(0, "seen") instanceof Draining);
    members.get(1).desire("seen", Desired.ONLINE, "ann");
    await("online again", () -> state(0, "seen") instanceof Online);

    observer.disconnected();
    assertThat(state(0, "seen")).as("a broken link is no loss yet").isInstanceOf(Online.class);
    await("lost here", () -> state(0, "seen") instanceof Lost);
    await("lost there", () -> state(1, "seen") instanceof Lost);

    Observer again = connect(1, worker, link);
    await("back, at the other", () -> state(0, "seen") instanceof Online);
    observer.heartbeat(status());

    members.get(0).revoke("seen", "ann");
    await("its link ends", () -> link.ended.contains("revoked"));
    assertThat(state(0, "seen")).isInstanceOf(Revoked.class);
    again.heartbeat(status());
    var late = new FakeLink();
    connect(1, worker, late);
    assertThat(late.ended).isNotEmpty();
  }

  @Test
  void secondLinkOfOneMemberEndsTheFirst() {
    Member worker = enroll(Kind.WORKER, "twice");
    var first = new FakeLink();
    var second = new FakeLink();
    Observer old = connect(0, worker, first);
    connect(0, worker, second);
    assertThat(first.ended).hasSize(1);
    old.disconnected();
    assertThat(state(0, "twice"))
        .isInstanceOfSatisfying(Online.class, online -> assertThat(online.linked()).isTrue());
    assertThat(second.ended).isEmpty();
  }

  @Test
  void changesReachMembersWithinATenthOfASecondOrSo() {
    var worker = new FakeLink();
    var gateway = new FakeLink();
    connect(0, enroll(Kind.WORKER, "told"), worker);
    connect(1, enroll(Kind.GATEWAY, "edge"), gateway);
    await("key of the gateway", () -> "GATEWAY".equals(entry(worker, "signer/" + KEY)));
    assertThat(entry(worker, "signer/" + OWN)).isEqualTo("CONTROL_PLANE");
    await("worker of the other control plane", () -> entry(gateway, "worker/told") != null);
    assertThat(WorkerEntry.decode(String.valueOf(entry(gateway, "worker/told"))).environment())
        .isEqualTo(production);

    UUID ann = UUID.randomUUID();
    sql(
        "insert into principal (id, organization_id, name) select '%s', id, 'ann'"
            + " from organization",
        ann);
    assertThat(entry(worker, "revocation/" + ann)).isNull();
    String access = entry(gateway, "access");
    long began = System.nanoTime();
    sql("update principal set revision = 2 where id = '%s'", ann);
    await("revision", () -> "2".equals(entry(worker, "revocation/" + ann)));
    System.out.println("a revision arrives after " + (System.nanoTime() - began) / 1_000 + " us");
    await("answers changed", () -> !String.valueOf(access).equals(entry(gateway, "access")));
    sql("delete from principal where id = '%s'", ann);
    String gone = Long.toString(Long.MAX_VALUE);
    await("removal", () -> gone.equals(entry(worker, "revocation/" + ann)));

    var later = new FakeLink();
    connect(1, enroll(Kind.WORKER, "away"), later);
    await("old removals", () -> gone.equals(entry(later, "revocation/" + ann)));
  }

  /// Its statements go on while the control plane comes back: nobody may be told that it is away.
  @Test
  void memberThatKnowsWhatToDoIsUpAsSoonAsItIsBack() {
    Member fresh = enroll(Kind.WORKER, "fresh");
    Member known = enroll(Kind.WORKER, "known");
    members.get(0).connected(fresh, new Arrival(status(), false, CERTIFICATE), new FakeLink());
    members.get(0).connected(known, new Arrival(status(), true, CERTIFICATE), new FakeLink());
    assertThat(isConfigured("fresh")).isFalse();
    assertThat(isConfigured("known")).isTrue();
  }

  private boolean isConfigured(String slug) {
    return members.getFirst().list().stream()
        .filter(one -> one.slug().equals(slug))
        .anyMatch(ObservedMember::isConfigured);
  }

  private void sql(String sql, UUID id) {
    TestPostgres.shared()
        .execute(replicas.database(), "set search_path = platform; " + sql.formatted(id));
  }

  private static @Nullable String entry(FakeLink link, String name) {
    return link.last().entries().get(name);
  }

  private Observer connect(int replica, Member member, FakeLink link) {
    Observer observer =
        members.get(replica).connected(member, new Arrival(status(), false, CERTIFICATE), link);
    observer.configured();
    return observer;
  }

  private static MemberStatus status() {
    return new MemberStatus("1", Optional.of("here:1"), Optional.of(KEY), false, Load.NONE);
  }

  private MemberState state(int replica, String slug) {
    return members.get(replica).list().stream()
        .filter(one -> one.slug().equals(slug))
        .map(ObservedMember::state)
        .findFirst()
        .orElse(UNHEARD_OF);
  }

  private Member enroll(Kind kind, String slug) {
    return replicas
        .transactions(0)
        .call(handle ->
            MemberStore.insert(
                handle,
                Instant.now(),
                kind,
                slug,
                kind == Kind.WORKER ? Optional.of(production.id()) : Optional.empty(),
                false));
  }

  private Members members(int replica) {
    return Members.start(
        InstantSource.system(),
        replicas.transactions(replica),
        replicas.changes(replica),
        (_, _, _) -> {},
        PATIENCE);
  }

  private Configurations configurations(int replica) {
    return Configurations.start(
        members.get(replica),
        replicas.changes(replica),
        List.of(new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, OWN)),
        _ -> new Catalogs(new MetadataServer("here", 1, "lakehouse"), List.of()),
        new Revisions(replicas.transactions(replica)));
  }
}
