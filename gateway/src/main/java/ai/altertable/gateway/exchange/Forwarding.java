package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.gateway.answer.ErrorAnswers;
import ai.altertable.gateway.placement.Target;
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
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request at a worker: borrows a connection, sends the request, and passes the answer on.
///
/// A kept connection may turn out to be dead. The request is then sent once more, on a new one, if
/// the worker cannot have begun it: its head did not go out as a whole, or doing it twice is the
/// same as doing it once and no answer has begun. One that cannot be reached is replaced by the one
/// that the request's course names then; when there is no other, it is tried once more itself.
///
/// ```
///   CONNECTING --connected--> SENT --last of the answer--> OVER
///        ^  |                  |
///        |  +--last failure----+--lost--> OVER   the answer fails
///        +------failure--------+
///   any --abandon--> OVER
/// ```
///
/// Confined to the client's event loop, on which the worker's connection runs as well.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class Forwarding implements Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

  /// Marks a connection that has carried a request before.
  static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Forwarding.class, "used");

  private static final int RETRIES_MAX = 3;

  /// How long a request waits for a worker that is being started.
  private static final Duration STARTING_MAX = Duration.ofSeconds(30);

  /// Until it is asked for again: should it not be there then, it is not asked for without end.
  private static final long STARTING_PAUSE_MILLIS = 20;

  private final Services services;
  private final ClientConnection client;
  private final RequestHead request;
  private final Answer answer;
  private final Course course;
  private final Set<String> tried = new HashSet<>();

  private @Nullable Holding held;
  private @Nullable Target target;
  private @Nullable HttpRequest head;
  private @Nullable Channel upstream;
  private @Nullable Replay replay;
  private @Nullable Future<?> patience;
  private int retries;
  private boolean retriedSame;
  private boolean bodyBegun;
  private boolean requestSent;
  private boolean answerBegun;
  private boolean keepUpstream;
  private boolean over;

  Forwarding(
      Services services,
      ClientConnection client,
      RequestHead request,
      Answer answer,
      Course course) {
    this.services = services;
    this.client = client;
    this.request = request;
    this.answer = answer;
    this.course = course;
  }

  // ---- to the worker

  /// Goes on with an answer that has been asked for already.
  ///
  /// @param response its head; the rest comes from `channel`
  void adopt(Target from, Channel channel, HttpResponse response) {
    target = from;
    upstream = channel;
    requestSent = true;
    channel.pipeline().remove(UpstreamHandler.class);
    channel.pipeline().addLast(new UpstreamHandler(this));
    answered(channel, response);
  }

  /// With a body that has come already.
  void start(Holding body) {
    held = body;
    start();
  }

  void start() {
    try {
      switch (course.next(tried)) {
        case Choice.To(Target next) -> connect(next);
        case Choice.Wait(Starting starting) -> await(starting);
        case Choice.None(Refused refused) -> refuse(refused);
      }
    } catch (RuntimeException unforeseen) {
      var failure = PlatformException.from(unforeseen);
      FailureLog.write(LOG, answer.requestId(), failure);
      over();
      answer.fail(failure);
    }
  }

  private void await(Starting starting) {
    if (patience == null) {
      patience =
          client
              .loop()
              .schedule(
                  () -> giveUp(starting.refused()), STARTING_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
    starting
        .settled()
        .thenRun(() ->
            client.loop().schedule(this::settled, STARTING_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void settled() {
    if (!over && upstream == null && target == null) {
      start();
    }
  }

  private void giveUp(Refused refused) {
    if (!over && target == null) {
      refuse(refused);
    }
  }

  private void refuse(Refused refused) {
    var failure = new PlatformException(refused.code(), refused.reason());
    FailureLog.write(LOG, answer.requestId(), failure);
    over();
    answer.fail(failure, ErrorAnswers.of(failure, refused.retryAfter()));
  }

  /// The head is made for this one, as its grant names it.
  private void connect(Target next) {
    target = next;
    head = request.to(next, answer.requestId(), client.address());
    UpstreamConnections upstreams = services.upstreams();
    Future<Channel> connecting =
        retries > 0
            ? upstreams.dial(client.loop(), next.address())
            : upstreams.acquire(client.loop(), next.address());
    if (connecting.isDone()) {
      connected(connecting);
    } else {
      connecting.addListener(_ -> connected(connecting));
    }
  }

  private void connected(Future<Channel> connecting) {
    if (!connecting.isSuccess()) {
      failed("cannot be reached", connecting.cause(), true, true);
    } else if (over) {
      giveBack(connecting.getNow());
    } else if (connecting.getNow().isActive()) {
      send(connecting.getNow());
    } else {
      failed("closed its connection", new ClosedChannelException(), true, false);
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
    sendHeld();
    channel.read();
    client.resume();
  }

  private void sendHeld() {
    Holding body = held;
    if (body != null) {
      held = null;
      body(body.take());
      flush();
      // It is as good as sent: what the connection does not take at once, it bounds itself.
      body.release();
    }
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

  @Override
  public void workerWritable(Channel channel) {
    if (channel.equals(upstream)) {
      client.readOn();
    }
  }

  // ---- from the worker

  @Override
  public boolean answered(Channel channel, HttpResponse response) {
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
    course.answered(response.status().code());
    answer.begin(answerHead, response);
    return false;
  }

  /// Not all clients understand another one, and one whose body is on its way needs none.
  private void interim(HttpResponseStatus status) {
    if (status.equals(HttpResponseStatus.CONTINUE) && !bodyBegun) {
      answer.goOn();
    }
  }

  @Override
  public void answered(Channel channel, HttpContent content) {
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
    services.upstreams().release(channel, Objects.requireNonNull(target).address());
  }

  @Override
  public void answerPaused(Channel channel) {
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

  @Override
  public void lost(Channel channel, Throwable cause) {
    if (channel.equals(upstream)) {
      upstream = null;
      channel.close();
      failed("was lost", cause, replay != null, false);
    }
  }

  /// @param repeatable whether it can be sent again
  /// @param unreachable whether nobody is there
  private void failed(String how, Throwable cause, boolean repeatable, boolean unreachable) {
    if (over) {
      return;
    }
    if (unreachable && course.leavesOut()) {
      services.leftOut().add(slug());
      tried.add(slug());
    }
    if (repeatable && mayRetry()) {
      retries++;
      retriedSame |= !unreachable || !course.hasOther(tried);
      LOG.debug("request {}: {} {}; trying again", answer.requestId(), name(), how, cause);
      target = null;
      start();
      return;
    }
    over();
    boolean harmless = repeatable || request.isIdempotent();
    var failure = new PlatformException(code(), harmless ? away() : outcomeUnknown());
    services
        .warnings()
        .warn(name() + " " + how, String.valueOf(cause.getMessage()), answer.requestId(), failure);
    ErrorAnswer told = ErrorAnswer.of(failure);
    answer.fail(failure, harmless ? told : told.withoutRetryAfter());
  }

  private boolean mayRetry() {
    return retries < RETRIES_MAX && (!retriedSame || course.hasOther(tried));
  }

  private String away() {
    return kind() + " cannot be reached at the moment; try again in a few seconds";
  }

  private String outcomeUnknown() {
    return kind()
        + " went away before its answer ended; what the request was to change may or may not have"
        + " been changed";
  }

  private ErrorCode code() {
    return target == null ? ErrorCode.WORKER_UNAVAILABLE : target.away();
  }

  private String kind() {
    return target == null ? "the worker" : target.kind();
  }

  private String name() {
    return target == null ? "?" : target.name();
  }

  private String slug() {
    return target == null ? "?" : target.slug();
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
    if (patience != null) {
      patience.cancel(false);
    }
    if (held != null) {
      held.release();
      held = null;
    }
  }

  private void dropReplay() {
    if (replay != null) {
      replay.drop();
      replay = null;
    }
  }
}
