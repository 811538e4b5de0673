package ai.altertable.link.server;

import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.FromMember;
import ai.altertable.link.contract.Hello;
import ai.altertable.link.contract.ToMember;
import ai.altertable.link.contract.Welcome;
import ai.altertable.link.message.Messages;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes a link of a stream whose caller has been admitted. Safe for use by several threads.
final class LinkStreams {
  private final MemberLinks links;
  private final OpenLinks open;
  private final SentConfigurations sent;
  private final Executor threads;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final LinkConfig config;

  /// @param threads gives each link one that may block
  LinkStreams(
      MemberLinks links,
      OpenLinks open,
      SentConfigurations sent,
      Executor threads,
      ScheduledExecutorService timer,
      Clock clock,
      LinkConfig config) {
    this.links = links;
    this.open = open;
    this.sent = sent;
    this.threads = threads;
    this.timer = timer;
    this.clock = clock;
    this.config = config;
  }

  StreamObserver<FromMember> open(
      Admission.Outcome.Admitted admitted, ServerCallStreamObserver<ToMember> call) {
    Stream stream = new Stream(admitted, new Outgoing(call));
    call.setOnCancelHandler(stream::gone);
    stream.hurry =
        timer.schedule(stream::expectHello, config.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    return stream;
  }

  /// Hears nothing more of a caller that was turned away.
  static StreamObserver<FromMember> deaf() {
    return new StreamObserver<>() {
      @Override
      public void onNext(FromMember message) {}

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    };
  }

  /// What a member says, one message after the other.
  private final class Stream implements StreamObserver<FromMember> {
    private final Admission.Outcome.Admitted admitted;
    private final Outgoing out;
    private volatile @Nullable ConnectedMember link;

    /// Ends a stream that says no hello.
    private volatile @Nullable ScheduledFuture<?> hurry;

    Stream(Admission.Outcome.Admitted admitted, Outgoing out) {
      this.admitted = admitted;
      this.out = out;
    }

    @Override
    public void onNext(FromMember message) {
      ConnectedMember connected = link;
      try {
        if (connected != null) {
          connected.said(message);
        } else if (message.hasHello()) {
          begin(message.getHello());
        } else {
          out.end("a link begins with a hello");
        }
      } catch (IllegalArgumentException wrong) {
        end("it says what cannot be understood: " + wrong.getMessage());
      }
    }

    private void begin(Hello hello) {
      Optional<ConfigurationName> held =
          hello.hasConfiguration() ? Optional.of(hello.getConfiguration()) : Optional.empty();
      ConfigurationSender configurations =
          new ConfigurationSender(
              admitted.member().id(), sent, out, config.configurationBytesMax().bytes(), held);
      ConnectedMember connected =
          new ConnectedMember(
              admitted.member(), admitted.certificateExpires(), out, configurations);
      link = connected;
      ScheduledFuture<?> noHello = hurry;
      if (noHello != null) {
        noHello.cancel(false);
      }
      out.send(
          ToMember.newBuilder()
              .setWelcome(Welcome.newBuilder().setServerTimeMillis(clock.millis()))
              .build());
      open.add(connected);
      var arrival =
          new Arrival(
              Messages.read(hello.getStatus()), held.isPresent(), admitted.certificateExpires());
      threads.execute(() -> {
        try {
          connected.serve(links, arrival);
        } finally {
          open.remove(connected);
        }
      });
    }

    private void expectHello() {
      if (link == null) {
        out.end("a link begins with a hello, which has not come");
      }
    }

    private void end(String reason) {
      ConnectedMember connected = link;
      if (connected == null) {
        out.end(reason);
      } else {
        connected.end(reason);
      }
    }

    private void gone() {
      end("the member has gone");
    }

    @Override
    public void onError(Throwable failure) {
      gone();
    }

    @Override
    public void onCompleted() {
      gone();
    }
  }
}
