package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.gateway.answer.ErrorAnswers;
import ai.altertable.gateway.login.Login;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.wire.Pending;
import ai.altertable.http.wire.UpstreamConnections;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request at a worker: borrows a connection, sends the request, and passes the answer on.
///
/// A kept connection may turn out to be dead. The request is then sent once more, on a new one, if
/// the worker cannot have begun it: its head did not go out as a whole, or doing it twice is the
/// same as doing it once and no answer has begun. A worker that cannot be reached is replaced by
/// the one that placement names then, once.
///
/// ```
///   CONNECTING --connected--> SENT --last of the answer--> OVER
///        ^  |                  |
///        |  +--2nd failure-----+--lost--> OVER   the answer fails
///        +------1st failure----+
///   any --abandon--> OVER
/// ```
///
/// Confined to the client's event loop, on which the worker's connection runs as well.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class Forwarding {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  /// Marks a connection that has carried a request before.
  private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Forwarding.class, "used");

  private final Services services;
  private final ClientConnection client;
  private final Login login;
  private final RequestHead request;
  private final Answer answer;

  private @Nullable WorkerAddress worker;
  private @Nullable HttpRequest head;
  private @Nullable Channel upstream;
  private @Nullable Replay replay;
  private boolean retried;
  private boolean bodyBegun;
  private boolean requestSent;
  private boolean answerBegun;
  private boolean keepUpstream;
  private boolean over;

  Forwarding(
      Services services, ClientConnection client, Login login, RequestHead request, Answer answer) {
    this.services = services;
    this.client = client;
    this.login = login;
    this.request = request;
    this.answer = answer;
  }

  // ---- to the worker

  void start() {
    try {
      switch (services.placements().place(login.environment())) {
        case Placed(WorkerAddress placed) -> connect(placed);
        case Refused refused -> refuse(refused);
        case Starting(Refused refused, _) -> refuse(refused);
      }
    } catch (RuntimeException unforeseen) {
      var failure = PlatformException.from(unforeseen);
      FailureLog.write(LOG, answer.requestId(), failure);
      over();
      answer.fail(failure);
    }
  }

  private void refuse(Refused refused) {
    var failure = new PlatformException(refused.code(), refused.reason());
    FailureLog.write(LOG, answer.requestId(), failure);
    over();
    answer.fail(failure, ErrorAnswers.of(failure, refused.retryAfter()));
  }

  /// The head is made for this worker, as its grant names it.
  private void connect(WorkerAddress placed) {
    worker = placed;
    head = request.forWorker(login.grant(client.address(), placed.slug()), answer.requestId());
    SocketAddress address = UnixDomainSocketAddress.of(placed.http());
    UpstreamConnections upstreams = services.upstreams();
    Future<Channel> connecting =
        retried
            ? upstreams.dial(client.loop(), address)
            : upstreams.acquire(client.loop(), address);
    if (connecting.isDone()) {
      connected(connecting);
    } else {
      connecting.addListener(_ -> connected(connecting));
    }
  }

  private void connected(Future<Channel> connecting) {
    if (!connecting.isSuccess()) {
      failed("cannot be reached", connecting.cause(), true);
    } else if (over) {
      giveBack(connecting.getNow());
    } else if (connecting.getNow().isActive()) {
      send(connecting.getNow());
    } else {
      failed("closed its connection", new ClosedChannelException(), true);
    }
  }

  private void send(Channel channel) {
    upstream = channel;
    HttpRequest forWorker = Objects.requireNonNull(head);
    channel.pipeline().addLast(new UpstreamHandler(this));
    if (channel.attr(USED).getAndSet(true) == null) {
      channel.write(forWorker, channel.voidPromise());
      resend();
    } else {
      replay = new Replay();
      channel.write(forWorker).addListener(written -> headWritten(written.isSuccess()));
    }
    channel.read();
    client.resume();
  }

  private void resend() {
    Replay sent = replay;
    replay = null;
    if (sent != null) {
      sent.to(this::body);
    }
  }

  private void headWritten(boolean whole) {
    if (whole && !request.isIdempotent()) {
      dropReplay();
    }
  }

  /// True when the request's body can be handed over.
  boolean isConnected() {
    return upstream != null;
  }

  /// True when more of it should be read from the client.
  boolean isWritable() {
    return upstream != null && upstream.isWritable();
  }

  /// Sends a part of the request's body, once connected; takes over the reference. It goes out with
  /// the next [#flush].
  void body(HttpContent content) {
    Channel channel = upstream;
    if (channel == null) {
      content.release();
      return;
    }
    HttpContent body = request.plain(content);
    bodyBegun = true;
    requestSent |= body instanceof LastHttpContent;
    if (replay != null && !replay.add(body)) {
      replay = null;
    }
    channel.write(body, channel.voidPromise());
  }

  void flush() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  void workerWritable(Channel channel) {
    if (channel.equals(upstream)) {
      client.readOn();
    }
  }

  // ---- from the worker

  /// True when the head is that of an interim answer, which another one follows.
  boolean answered(Channel channel, HttpResponse response) {
    if (!channel.equals(upstream)) {
      return false;
    }
    var answerHead = new ResponseHead(request.request(), response);
    if (answerHead.isInterim()) {
      interim(response.status());
      return true;
    }
    if (answerBegun || !answerHead.isFramed()) {
      lost(channel, new IOException("nobody could tell where its answer ends"));
      return false;
    }
    answerBegun = true;
    dropReplay();
    keepUpstream = answerHead.letsWorkerKeep();
    answer.begin(answerHead, response);
    return false;
  }

  /// Not all clients understand another one, and one whose body is on its way needs none.
  private void interim(HttpResponseStatus status) {
    if (status.equals(HttpResponseStatus.CONTINUE) && !bodyBegun) {
      answer.goOn();
    }
  }

  /// A part of the answer; takes over the reference.
  void answered(Channel channel, HttpContent content) {
    if (!channel.equals(upstream) || !answerBegun) {
      content.release();
      return;
    }
    if (content instanceof LastHttpContent) {
      finish(channel);
    }
    answer.content(content);
  }

  /// Before the answer's last part goes to the client, as its next request may follow at once.
  private void finish(Channel channel) {
    over();
    if (keepUpstream && requestSent && Pending.bytes(channel) == 0) {
      channel.pipeline().remove(UpstreamHandler.class);
      giveBack(channel);
    } else {
      channel.close();
    }
  }

  private void giveBack(Channel channel) {
    SocketAddress address = UnixDomainSocketAddress.of(Objects.requireNonNull(worker).http());
    services.upstreams().release(channel, address);
  }

  /// All that has arrived of the answer has been passed on.
  void answerPaused(Channel channel) {
    if (channel.equals(upstream)) {
      answer.flush();
      readOn();
    }
  }

  /// Reads more of the answer, if the client keeps up.
  void readOn() {
    if (upstream != null && answer.isWritable()) {
      upstream.read();
    }
  }

  // ---- ends before their time

  /// The worker's connection has ended or makes no sense.
  void lost(Channel channel, Throwable cause) {
    if (channel.equals(upstream)) {
      upstream = null;
      channel.close();
      failed("was lost", cause, replay != null);
    }
  }

  private void failed(String how, Throwable cause, boolean repeatable) {
    if (over) {
      return;
    }
    if (repeatable && !retried) {
      retried = true;
      LOG.debug("request {}: worker {} {}; trying again", answer.requestId(), slug(), how, cause);
      start();
      return;
    }
    over();
    boolean harmless = repeatable || request.isIdempotent();
    var failure =
        new PlatformException(
            ErrorCode.WORKER_UNAVAILABLE,
            harmless
                ? "the worker cannot be reached at the moment; try again in a few seconds"
                : "the worker went away before its answer ended; what the request was to change"
                    + " may or may not have been changed");
    services
        .warnings()
        .warn(
            "worker " + slug() + " " + how,
            String.valueOf(cause.getMessage()),
            answer.requestId(),
            failure);
    ErrorAnswer told = ErrorAnswer.of(failure);
    answer.fail(failure, harmless ? told : told.withoutRetryAfter());
  }

  private String slug() {
    return worker == null ? "?" : worker.slug();
  }

  /// Leaves the worker alone with it: the client has gone, or cannot be understood.
  void abandon() {
    Channel channel = upstream;
    over();
    if (channel != null) {
      channel.close();
    }
  }

  private void over() {
    over = true;
    upstream = null;
    dropReplay();
  }

  private void dropReplay() {
    if (replay != null) {
      replay.drop();
      replay = null;
    }
  }
}
