package ai.altertable.gateway.member;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Directives;
import ai.altertable.foundation.fleet.GatewayBriefing;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.WorkerEntry;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.Placer;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a gateway knows by what the control plane has told it last, which it goes on by while that
/// is away. Safe for use by several threads; the link calls it by one at a time.
public final class GatewayMember implements Directives {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMember.class);

  private final Placer placer = new Placer();
  private final AtomicReference<@Nullable GatewayBriefing> briefing = new AtomicReference<>();
  private final AtomicReference<Door.@Nullable Tls> controlPlane = new AtomicReference<>();
  private final AtomicReference<Listener> listener = new AtomicReference<>(Listener.NOBODY);

  /// Who remembers logins.
  public record Listener(Runnable recheck, Consumer<List<Revocation>> revoke) {
    private static final Listener NOBODY = new Listener(() -> {}, _ -> {});
  }

  /// From now on this one is told what has changed, first of all what is known already.
  public void listen(Listener fresh) {
    listener.set(fresh);
    GatewayBriefing present = briefing.get();
    if (present != null) {
      fresh.revoke().accept(present.revocations());
      fresh.recheck().run();
    }
  }

  public Placements placements() {
    return placer;
  }

  /// Where the control plane's HTTP server listens.
  public Optional<Door.Tls> controlPlane() {
    return Optional.ofNullable(controlPlane.get());
  }

  /// What stands in the way of serving.
  public Optional<String> obstacle() {
    if (briefing.get() == null) {
      return Optional.of("this gateway has not been told yet which workers there are");
    }
    boolean any =
        placer.candidates().stream().anyMatch(one -> one.readiness() != Readiness.DRAINING);
    return any ? Optional.empty() : Optional.of("no worker takes statements");
  }

  @Override
  public void configured(Configuration configuration) {
    GatewayBriefing fresh = GatewayBriefing.decode(configuration);
    controlPlane.set(fresh.controlPlane().map(Door.Tls::parse).orElse(null));
    GatewayBriefing before = briefing.getAndSet(fresh);
    placer.candidates(
        fresh.workers().stream().map(GatewayMember::candidate).flatMap(Optional::stream).toList());
    Listener told = listener.get();
    List<Revocation> revoked = news(before, fresh);
    if (!revoked.isEmpty()) {
      told.revoke().accept(revoked);
    }
    if (before != null && !before.access().equals(fresh.access())) {
      told.recheck().run();
    }
    if (before == null || !slugs(before).equals(slugs(fresh))) {
      LOG.info("the workers are {}", slugs(fresh));
    }
  }

  private static List<Revocation> news(@Nullable GatewayBriefing before, GatewayBriefing fresh) {
    Set<Revocation> known = before == null ? Set.of() : new HashSet<>(before.revocations());
    return fresh.revocations().stream().filter(one -> !known.contains(one)).toList();
  }

  private static List<String> slugs(GatewayBriefing briefing) {
    return briefing.workers().stream().map(WorkerEntry::slug).sorted().toList();
  }

  /// A worker says its address by itself, so nobody vouches for how that looks.
  private static Optional<Candidate> candidate(WorkerEntry worker) {
    try {
      WorkerAddress address =
          new WorkerAddress(worker.id(), worker.slug(), Door.Tls.parse(worker.address()));
      return Optional.of(
          new Candidate(
              address, worker.environment().id(), readiness(worker.state()), worker.load()));
    } catch (IllegalArgumentException malformed) {
      LOG.warn("worker {} cannot be reached: {}", worker.slug(), malformed.getMessage());
      return Optional.empty();
    }
  }

  private static Readiness readiness(WorkerEntry.State state) {
    return switch (state) {
      case ONLINE -> Readiness.READY;
      case SILENT -> Readiness.SILENT;
      case DRAINING -> Readiness.DRAINING;
    };
  }

  /// Gateways are not drained by the control plane: what is in front of them leaves them out.
  @Override
  public void instructed(Instruction instruction) {
    LOG.warn("an instruction that is none for a gateway: {}", instruction);
  }
}
