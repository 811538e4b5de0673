package ai.altertable.link.client;

import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.link.contract.BatchOutcome;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.FromMember;
import ai.altertable.link.contract.Hello;
import ai.altertable.link.contract.LinkGrpc;
import ai.altertable.link.contract.ToMember;
import ai.altertable.link.message.Messages;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One connection of the link, from its hello to its end. Never blocks. Safe for use by several
/// threads.
final class MemberStream {
  private final BiConsumer<MemberStream, ToMember> told;
  private final Clock clock;
  private final CompletableFuture<Instant> welcomed = new CompletableFuture<>();
  private final CompletableFuture<Failure> ended = new CompletableFuture<>();
  private volatile long heardNanos = System.nanoTime();

  /// Guarded by this.
  private @Nullable ClientCallStreamObserver<FromMember> call;

  /// Of the batch that is on its way. Guarded by this.
  private CompletableFuture<Boolean> stored = new CompletableFuture<>();

  /// That is on its way. Guarded by this.
  private long batch;

  private MemberStream(BiConsumer<MemberStream, ToMember> told, Clock clock) {
    this.told = told;
    this.clock = clock;
  }

  /// Says hello.
  ///
  /// @param told of configurations and instructions, by one thread at a time
  /// @param held what the member has of its configuration
  static MemberStream open(
      ManagedChannel channel,
      MemberStatus status,
      Optional<ConfigurationName> held,
      BiConsumer<MemberStream, ToMember> told,
      Clock clock) {
    MemberStream stream = new MemberStream(told, clock);
    Hello.Builder hello = Hello.newBuilder().setStatus(Messages.of(status));
    held.ifPresent(hello::setConfiguration);
    synchronized (stream) {
      stream.call =
          (ClientCallStreamObserver<FromMember>)
              LinkGrpc.newStub(channel).connect(stream.new Incoming());
    }
    stream.send(FromMember.newBuilder().setHello(hello).build());
    return stream;
  }

  /// Completed with the control plane's time, or as [#ended] is.
  CompletableFuture<Instant> welcomed() {
    return welcomed;
  }

  CompletableFuture<Failure> ended() {
    return ended;
  }

  void heartbeat(MemberStatus status) {
    send(FromMember.newBuilder().setHeartbeat(Messages.of(status)).build());
  }

  void configured(ConfigurationName name) {
    send(FromMember.newBuilder().setConfigured(name).build());
  }

  /// Sends the next batch; what it gives is completed with whether it was stored, or with false
  /// when the link has ended before that was known.
  synchronized CompletableFuture<Boolean> report(List<Report> reports) {
    if (ended.isDone()) {
      return CompletableFuture.completedFuture(false);
    }
    batch++;
    stored = new CompletableFuture<>();
    send(FromMember.newBuilder().setReports(Messages.of(batch, reports)).build());
    return stored;
  }

  /// Ends when the control plane has been silent for too long.
  void tick(Duration silenceMax) {
    if (System.nanoTime() - heardNanos > silenceMax.toNanos()) {
      end(
          new Failure(
              false, "the control plane has been silent for " + silenceMax.toMillis() + " ms"));
    }
  }

  private synchronized void send(FromMember message) {
    if (call != null && !ended.isDone()) {
      call.onNext(message);
    }
  }

  void end(Failure why) {
    if (!ended.complete(why)) {
      return;
    }
    welcomed.completeExceptionally(new IllegalStateException(why.reason()));
    synchronized (this) {
      stored.complete(false);
      if (call != null) {
        call.cancel("the link has ended", null);
      }
    }
  }

  private synchronized void outcome(BatchOutcome outcome) {
    if (outcome.getBatch() == batch) {
      stored.complete(outcome.getStored());
    }
  }

  /// What the control plane says, one message after the other.
  private final class Incoming implements StreamObserver<ToMember> {
    @Override
    public void onNext(ToMember message) {
      heardNanos = System.nanoTime();
      switch (message.getSaidCase()) {
        case WELCOME ->
            welcomed.complete(Instant.ofEpochMilli(message.getWelcome().getServerTimeMillis()));
        case BATCH -> outcome(message.getBatch());
        case CONFIGURATION, INSTRUCTION -> told.accept(MemberStream.this, message);
        case GOODBYE -> end(new Failure(false, message.getGoodbye().getReason()));
        case PULSE, SAID_NOT_SET -> {
          // It lives; or is newer, and says something that this one does not know.
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      end(Failure.of(failure, clock));
    }

    @Override
    public void onCompleted() {
      end(new Failure(false, "the control plane has ended the link"));
    }
  }
}
