package ai.altertable.link.server;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberLink;
import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.link.contract.BatchOutcome;
import ai.altertable.link.contract.FromMember;
import ai.altertable.link.contract.Pulse;
import ai.altertable.link.contract.Reports;
import ai.altertable.link.contract.ToMember;
import ai.altertable.link.message.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One link, from its hello to its end.
///
/// What the member says is handed to the control plane by one thread, that of [#serve], which may
/// block; it is taken from the wire before, so that a store that takes its time does not look like
/// a member that is silent. A member waits for the outcome of a batch before it sends the next, so
/// little can pile up.
final class ConnectedMember implements MemberLink {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectedMember.class);

  /// Beyond it the member does not keep to what was agreed.
  private static final int WAITING_MAX = 16;

  private final Member member;
  private final Instant certificateExpires;
  private final Outgoing out;
  private final ConfigurationSender configurations;
  private final BlockingQueue<Said> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final AtomicReference<@Nullable MemberStatus> status = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long heardNanos = System.nanoTime();

  /// What waits for the thread; a heartbeat is in `status`, where the last one counts.
  private sealed interface Said {
    record Heartbeat() implements Said {}

    record Batch(Reports reports) implements Said {}

    record Configured() implements Said {}

    record Over() implements Said {}
  }

  ConnectedMember(
      Member member, Instant certificateExpires, Outgoing out, ConfigurationSender configurations) {
    this.member = member;
    this.certificateExpires = certificateExpires;
    this.out = out;
    this.configurations = configurations;
  }

  Member member() {
    return member;
  }

  /// Returns when the link has ended. Called once.
  void serve(MemberLinks links, Arrival arrival) {
    MemberLinks.Observer observer;
    try {
      observer = links.connected(member, arrival, this);
    } catch (RuntimeException failure) {
      LOG.warn("{} {} cannot be linked now", member.kind(), member.slug(), failure);
      end("the control plane cannot serve the link now");
      return;
    }
    try {
      serve(observer);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      end("the control plane has ended the link");
      observer.disconnected();
    }
  }

  private void serve(MemberLinks.Observer observer) throws InterruptedException {
    while (true) {
      switch (waiting.take()) {
        case Said.Heartbeat() -> heartbeat(observer);
        case Said.Batch(Reports reports) -> store(observer, reports);
        case Said.Configured() -> handled(observer::configured);
        case Said.Over() -> {
          return;
        }
      }
    }
  }

  private void heartbeat(MemberLinks.Observer observer) {
    MemberStatus last = status.getAndSet(null);
    if (last != null) {
      handled(() -> observer.heartbeat(last));
    }
  }

  private void store(MemberLinks.Observer observer, Reports reports) {
    boolean stored = handled(() -> observer.store(Messages.read(reports)));
    BatchOutcome.Builder outcome =
        BatchOutcome.newBuilder().setBatch(reports.getBatch()).setStored(stored);
    out.send(ToMember.newBuilder().setBatch(outcome).build());
  }

  private boolean handled(Runnable handling) {
    try {
      handling.run();
      return true;
    } catch (PlatformException failure) {
      LOG.warn("what {} says cannot be handled now: {}", member.slug(), failure.logLine());
      return false;
    } catch (RuntimeException failure) {
      LOG.error("what {} says cannot be handled", member.slug(), failure);
      return false;
    }
  }

  /// Takes what the member says; called by one thread at a time.
  void said(FromMember message) {
    heardNanos = System.nanoTime();
    switch (message.getSaidCase()) {
      case HEARTBEAT -> {
        if (status.getAndSet(Messages.read(message.getHeartbeat())) == null) {
          wait(new Said.Heartbeat());
        }
      }
      case REPORTS -> wait(new Said.Batch(message.getReports()));
      case CONFIGURED -> {
        if (configurations.confirmed(message.getConfigured())) {
          wait(new Said.Configured());
        }
      }
      case HELLO -> end("it has said hello twice");
      case SAID_NOT_SET -> {
        // A newer program says something that this one does not know.
      }
    }
  }

  private void wait(Said said) {
    if (!ended.get() && !waiting.offer(said)) {
      end("it says more than was agreed");
    }
  }

  /// Lives, looks whether the member does, and whether it may go on.
  void tick(Duration silenceMax, Instant now) {
    if (System.nanoTime() - heardNanos > silenceMax.toNanos()) {
      end("it has been silent for " + silenceMax.toMillis() + " ms");
    } else if (now.isAfter(certificateExpires)) {
      end("its certificate has expired at " + certificateExpires);
    } else {
      out.send(ToMember.newBuilder().setPulse(Pulse.getDefaultInstance()).build());
    }
  }

  @Override
  public void configure(Configuration wanted) {
    configurations.configure(wanted);
  }

  @Override
  public void instruct(Instruction instruction) {
    out.send(ToMember.newBuilder().setInstruction(Messages.of(instruction)).build());
  }

  @Override
  public void end(String reason) {
    if (out.end(reason)) {
      LOG.info("the link of {} has ended: {}", member.slug(), reason);
    }
    over();
  }

  /// The member has gone, or has been told goodbye.
  void over() {
    if (ended.compareAndSet(false, true)) {
      // What waits is told again to the next link.
      waiting.clear();
      waiting.add(new Said.Over());
    }
  }
}
