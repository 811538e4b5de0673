package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.event.FleetEvent;
import ai.altertable.controlplane.fleet.event.FleetEvent.What;
import ai.altertable.controlplane.fleet.event.FleetEvents;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides by the tables of tokens and members, so that all control planes decide alike. Every
/// refusal is logged and kept for operators to read.
public final class Enrollment implements Registrar {
  private static final Logger LOG = LoggerFactory.getLogger(Enrollment.class);

  private final Transactions transactions;
  private final MemberStore members;
  private final FleetEvents events;
  private final InstantSource clock;

  public Enrollment(
      Transactions transactions, MemberStore members, FleetEvents events, InstantSource clock) {
    this.transactions = transactions;
    this.members = members;
    this.events = events;
    this.clock = clock;
  }

  /// The token is used up and the member made in one transaction.
  @Override
  public Decision enroll(Secret secret, String from) {
    Instant now = clock.instant();
    Optional<Member> member =
        transactions.callAlone(
            "enrollment",
            handle ->
                EnrollmentTokens.redeem(handle, now, secret, from)
                    .map(token -> enroll(handle, now, token, from)));
    if (member.isPresent()) {
      LOG.info("{} {} has enrolled from {}", member.get().kind(), member.get().slug(), from);
      return new Decision.Admitted(member.get());
    }
    String reason = transactions.call(handle -> reason(handle, now, secret));
    LOG.warn("enrollment from {} is refused: {}", from, reason);
    events.add(new FleetEvent(now, What.ENROLLMENT_REFUSED, from, "", reason));
    return new Decision.Refused(reason);
  }

  private static Member enroll(Handle handle, Instant now, EnrollmentToken token, String from) {
    Optional<Enrolled> before =
        token.slug().filter(_ -> token.hosted()).flatMap(slug -> replace(handle, now, slug));
    Member member =
        MemberStore.insert(
            handle,
            now,
            token.kind(),
            freeSlug(token, MemberStore.slugs(handle)),
            token.environment().map(Environment::id),
            token.hosted());
    if (before.filter(one -> one.desired() == Desired.DRAINING).isPresent()) {
      boolean _ = MemberStore.desire(handle, member.id(), Desired.DRAINING);
    }
    EnrollmentTokens.redeemed(handle, token, member);
    FleetEvents.add(
        handle,
        new FleetEvent(
            now,
            What.ENROLLED,
            from,
            member.slug(),
            "as " + member.id() + " by token " + token.id()));
    return member;
  }

  /// The platform has started the process anew: the one before is gone.
  private static Optional<Enrolled> replace(Handle handle, Instant now, String slug) {
    Optional<Enrolled> before = MemberStore.find(handle, slug).filter(Enrolled::hosted);
    before.ifPresent(one -> {
      boolean _ = MemberStore.revoke(handle, now, one.member().id());
    });
    return before;
  }

  private static String freeSlug(EnrollmentToken token, List<String> taken) {
    if (token.slug().filter(slug -> !taken.contains(slug)).isPresent()) {
      return token.slug().get();
    }
    String stem =
        token
            .slug()
            .orElse(
                switch (token.kind()) {
                  case WORKER -> "worker";
                  case GATEWAY -> "gateway";
                });
    int number = token.slug().isPresent() ? 2 : 1;
    while (taken.contains(stem + "-" + number)) {
      number++;
    }
    return stem + "-" + number;
  }

  /// Who knows the whole secret learns nothing by these words that helps to guess another.
  private static String reason(Handle handle, Instant now, Secret secret) {
    Optional<EnrollmentToken> known = EnrollmentTokens.find(handle, secret);
    if (known.isEmpty()) {
      return "there is no such enrollment token; make a new one";
    }
    EnrollmentToken token = known.get();
    if (token.redeemed().isPresent()) {
      return "the enrollment token "
          + token.id()
          + " has been used, from "
          + token.redeemedFrom().orElse("?")
          + "; make a new one, and if that was not you, revoke the member that it made";
    }
    if (token.revoked().isPresent()) {
      return "the enrollment token " + token.id() + " was revoked; make a new one";
    }
    return token.expires().isAfter(now)
        ? "the enrollment token " + token.id() + " was not valid a moment ago; try again"
        : "the enrollment token " + token.id() + " has expired; make a new one";
  }

  @Override
  public Decision admit(UUID id) {
    Optional<Enrolled> known = members.find(id);
    if (known.filter(one -> one.revoked().isEmpty()).isPresent()) {
      return new Decision.Admitted(known.get().member());
    }
    String slug = known.map(one -> one.member().slug()).orElse("");
    String reason =
        known.isPresent()
            ? "the member " + slug + " was revoked; enroll it anew"
            : "there is no such member any more; enroll it anew";
    LOG.warn("member {} {} is refused: {}", id, slug, reason);
    events.add(
        new FleetEvent(clock.instant(), What.ADMISSION_REFUSED, id.toString(), slug, reason));
    return new Decision.Refused(reason);
  }
}
