package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.gateway.answer.ErrorAnswers;
import ai.altertable.gateway.answer.WholeAnswer;
import ai.altertable.gateway.login.Login;
import ai.altertable.gateway.login.LoginResult;
import ai.altertable.gateway.login.LoginResult.Accepted;
import ai.altertable.gateway.login.LoginResult.Rejected;
import ai.altertable.gateway.login.LoginResult.Throttled;
import ai.altertable.gateway.login.LoginResult.Unchecked;
import ai.altertable.gateway.metric.RequestTimer;
import ai.altertable.gateway.route.Destination;
import ai.altertable.gateway.route.Destination.Operator;
import ai.altertable.gateway.route.Destination.Page;
import ai.altertable.gateway.route.Destination.Worker;
import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.gateway.route.RouteMatch.Found;
import ai.altertable.gateway.route.RouteMatch.Missing;
import ai.altertable.gateway.route.RouteMatch.WrongMethod;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.wire.BadRequests;
import ai.altertable.http.wire.Refusal;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer: is there such a thing, who asks, and then to a worker.
///
/// Confined to the event loop. Credentials that are not known are checked on another thread; the
/// request's body waits with the client until that is done.
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Services services;
  private final ClientConnection client;
  private final RequestHead request;
  private final Answer answer;
  private final RequestTimer timer;

  private @Nullable Forwarding forwarding;
  private boolean gone;

  Exchange(Services services, ClientConnection client, Channel channel, HttpRequest request) {
    this.services = services;
    this.client = client;
    this.request = new RequestHead(request);
    this.timer = services.metrics().begin();
    this.answer = new Answer(services.clock(), client, channel, request, requestId(request), timer);
  }

  private static String requestId(HttpRequest request) {
    return RequestId.of(request.headers().get(RequestId.HEADER));
  }

  void start() {
    Optional<Refusal> wrong = request.check(new BadRequests(services.limits(), answer.requestId()));
    if (wrong.isPresent()) {
      ReferenceCountUtil.release(request.request());
      client.stopListening();
      wrong.get().log();
      answer.error(wrong.get().answer());
      return;
    }
    guarded(this::route);
  }

  private void route() {
    String path = request.path();
    switch (services.routes().match(request.request().method(), path)) {
      case Found(String route, Destination destination) -> {
        timer.route(route);
        go(destination);
      }
      case WrongMethod(String allowed) -> {
        var failure = ErrorAnswers.wrongMethod(path, request.request().method().name(), allowed);
        FailureLog.write(LOG, answer.requestId(), failure);
        answer.error(ErrorAnswers.ofWrongMethod(failure, allowed));
      }
      case Missing _ ->
          refuse(new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is nothing at " + path));
    }
  }

  private void go(Destination destination) {
    switch (destination) {
      case Page(var page) -> answer.whole(page.get());
      case Operator(OperatorPage page) -> findLogin(login -> show(login, page));
      case Worker _ -> findLogin(this::forward);
    }
  }

  private void findLogin(Consumer<Login> next) {
    CompletableFuture<LoginResult> finding =
        services
            .logins()
            .find(
                request.request().headers().getAll(HttpHeaderNames.AUTHORIZATION),
                client.address());
    if (finding.isDone()) {
      found(finding.join(), next);
    } else {
      var _ =
          finding.thenAccept(
              result -> client.loop().execute(() -> guarded(() -> found(result, next))));
    }
  }

  private void found(LoginResult result, Consumer<Login> next) {
    if (gone || answer.hasEnded()) {
      return;
    }
    switch (result) {
      case Accepted(Login login) -> next.accept(login);
      case Rejected(String reason) ->
          refuse(new PlatformException(ErrorCode.INVALID_CREDENTIALS, reason));
      case Throttled(PlatformException failure, Duration retryAfter) ->
          slowDown(failure, retryAfter);
      case Unchecked(PlatformException failure) -> refuse(failure);
    }
  }

  private void slowDown(PlatformException failure, Duration retryAfter) {
    services
        .warnings()
        .warn(
            "logins are refused after wrong passwords",
            "from " + client.address(),
            answer.requestId(),
            failure);
    answer.fail(failure, ErrorAnswers.of(failure, retryAfter));
  }

  private void show(Login login, OperatorPage page) {
    if (!login.isAdministrator()) {
      refuse(
          new PlatformException(
              ErrorCode.PERMISSION_DENIED, "only administrators may read " + request.path()));
      return;
    }
    Optional<String> accept =
        Optional.ofNullable(request.request().headers().get(HttpHeaderNames.ACCEPT));
    Thread.ofVirtual()
        .name("operator-page")
        .start(() -> {
          Runnable answering = reading(page, accept);
          client.loop().execute(() -> guarded(answering));
        });
  }

  /// Reads the page; gives what is to be done on the event loop then.
  private Runnable reading(OperatorPage page, Optional<String> accept) {
    try {
      OperatorPage.Content content = page.read(accept);
      return () -> show(content);
    } catch (RuntimeException unforeseen) {
      return () -> fail(PlatformException.from(unforeseen));
    }
  }

  private void show(OperatorPage.Content content) {
    if (!gone) {
      answer.whole(
          new WholeAnswer(HttpResponseStatus.OK, content.contentType(), content.text(), Map.of()));
    }
  }

  private void forward(Login login) {
    forwarding = new Forwarding(services, client, login, request, answer);
    forwarding.start();
  }

  /// What others throw must not cost the client its connection.
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException unforeseen) {
      fail(PlatformException.from(unforeseen));
    }
  }

  private void refuse(PlatformException failure) {
    FailureLog.write(LOG, answer.requestId(), failure);
    answer.fail(failure);
  }

  /// Ends it with an error, wherever it stands.
  void fail(PlatformException failure) {
    if (forwarding != null) {
      forwarding.abandon();
    }
    refuse(failure);
  }

  /// Ends it because the gateway ends.
  void cut() {
    boolean atWorker = takesBody();
    if (forwarding != null) {
      forwarding.abandon();
    }
    var failure =
        new PlatformException(
            ErrorCode.SHUTTING_DOWN,
            atWorker
                ? "the gateway shut down before the answer ended; what the request was to change"
                    + " may or may not have been changed"
                : "the gateway is shutting down; try again");
    FailureLog.write(LOG, answer.requestId(), failure);
    ErrorAnswer told = ErrorAnswer.of(failure);
    answer.fail(failure, atWorker ? told.withoutRetryAfter() : told);
  }

  /// The client has gone: nobody waits for the answer.
  void abandon() {
    gone = true;
    timer.gone();
    if (forwarding != null) {
      forwarding.abandon();
    }
  }

  /// True when the request's body can be handed over.
  boolean takesBody() {
    return forwarding != null && forwarding.isConnected();
  }

  /// True when more of it should be read from the client.
  boolean wantsBody() {
    return forwarding != null && forwarding.isWritable();
  }

  /// A part of the body; takes over the reference.
  void body(HttpContent content) {
    if (forwarding == null) {
      content.release();
    } else {
      forwarding.body(content);
    }
  }

  /// Sends what has been handed over.
  void flush() {
    if (forwarding != null) {
      forwarding.flush();
    }
  }

  void clientWritable() {
    if (forwarding != null) {
      forwarding.readOn();
    }
  }
}
