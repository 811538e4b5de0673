package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.gateway.answer.ErrorAnswers;
import ai.altertable.gateway.answer.WholeAnswer;
import ai.altertable.gateway.login.Login;
import ai.altertable.gateway.login.LoginResult;
import ai.altertable.gateway.login.LoginResult.Accepted;
import ai.altertable.gateway.login.LoginResult.Rejected;
import ai.altertable.gateway.login.LoginResult.Throttled;
import ai.altertable.gateway.login.LoginResult.Unchecked;
import ai.altertable.gateway.metric.RequestTimer;
import ai.altertable.gateway.placement.Target;
import ai.altertable.gateway.route.Destination;
import ai.altertable.gateway.route.Destination.ControlPlane;
import ai.altertable.gateway.route.Destination.Operator;
import ai.altertable.gateway.route.Destination.Page;
import ai.altertable.gateway.route.Destination.Query;
import ai.altertable.gateway.route.Destination.SessionWorker;
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
import ai.altertable.http.wire.UpstreamAddress;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private @Nullable Holding holding;
  private @Nullable SessionSearch search;
  private @Nullable Inquiry inquiry;

  /// Whose body is held.
  private @Nullable Login asker;

  /// What comes of the body is dropped.
  private boolean bodyUnwanted;

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
      case Worker _ ->
          findLogin(login -> forward(workers(login, Optional.empty(), Optional.empty())));
      case SessionWorker _ -> findLogin(this::place);
      case Query _ -> findLogin(this::lookUp);
      case ControlPlane _ -> manage();
    }
  }

  // ---- a query goes to the worker that has its session

  /// With one worker there is nothing to find out.
  private void place(Login login) {
    if (services.placements().workers(login.environment()).size() <= 1) {
      forward(workers(login, Optional.empty(), Optional.empty()));
    } else if (HttpUtil.getContentLength(request.request(), 0L) > services.heldBytesMax()) {
      refuse(tooLarge());
    } else {
      asker = login;
      holding = new Holding(services.bodies(), services.heldBytesMax(), client.allocator());
      answer.goOn();
      client.resume();
    }
  }

  private void hold(Holding body, HttpContent content) {
    switch (body.add(request.plain(content))) {
      case HELD -> {}
      case WHOLE -> guarded(() -> placeWhole(body, Objects.requireNonNull(asker)));
      case TOO_LARGE -> refuse(tooLarge());
      case NO_ROOM ->
          refuse(
              new PlatformException(
                  ErrorCode.TOO_MANY_STATEMENTS,
                  "too many large statements are on their way at the moment; try again later"));
    }
  }

  private PlatformException tooLarge() {
    return new PlatformException(
        ErrorCode.REQUEST_TOO_LARGE,
        "the body is larger than "
            + DataSize.ofMebibytes(services.heldBytesMax() >> 20)
            + ", which is the limit");
  }

  private void placeWhole(Holding body, Login login) {
    Optional<SessionId> session = body.session();
    if (session.isEmpty()) {
      forward(body, workers(login, session, Optional.empty()));
      return;
    }
    List<Candidate> workers = services.placements().workers(login.environment());
    Optional<WorkerAddress> known =
        services.places().find(WorkerCourse.key(login, session.get()), workers);
    if (known.isPresent() || workers.size() <= 1) {
      forward(body, workers(login, session, known));
      return;
    }
    search =
        new SessionSearch(
            services,
            client,
            session.get(),
            workers,
            found -> guarded(() -> forward(body, workers(login, session, found))));
    search.start(login, answer.requestId());
  }

  private Course workers(Login login, Optional<SessionId> session, Optional<WorkerAddress> known) {
    return new WorkerCourse(services, login, client.address(), session, known);
  }

  // ---- a query that is asked for by its id

  private void lookUp(Login login) {
    List<Candidate> workers = services.placements().workers(login.environment());
    boolean cancels = request.request().method().equals(HttpMethod.DELETE);
    if (workers.size() == 1 && (cancels || services.controlPlane().get().isEmpty())) {
      forward(workers(login, Optional.empty(), Optional.empty()));
      return;
    }
    bodyUnwanted = true;
    List<Target> targets =
        workers.stream()
            .map(Candidate::address)
            .map(worker -> Target.worker(worker, login.grant(client.address(), worker.slug())))
            .toList();
    inquiry =
        new Inquiry(
            client,
            request.request().method(),
            new Inquiry.Inquirer() {
              @Override
              public void known(Target target, Channel channel, HttpResponse head) {
                adopt(login, target, channel, head);
              }

              @Override
              public void unknown(boolean all) {
                guarded(() -> unknownToWorkers(login, cancels, all));
              }
            });
    inquiry.start(services, targets, target -> request.bodiless(target, answer.requestId()));
    client.resume();
  }

  private void adopt(Login login, Target target, Channel channel, HttpResponse head) {
    forwarding =
        new Forwarding(
            services, client, request, answer, workers(login, Optional.empty(), Optional.empty()));
    forwarding.adopt(target, channel, head);
  }

  private void unknownToWorkers(Login login, boolean cancels, boolean all) {
    Optional<UpstreamAddress> controlPlane = services.controlPlane().get();
    if (!cancels && controlPlane.isPresent()) {
      String grant = login.grant(client.address(), Target.CONTROL_PLANE);
      forward(
          new ControlPlaneCourse(
              Target.controlPlane(controlPlane.get(), Optional.of(grant)), _ -> {}));
    } else if (all) {
      String id = request.path().substring(request.path().lastIndexOf('/') + 1);
      refuse(new PlatformException(ErrorCode.QUERY_NOT_FOUND, "no query " + id + " is known"));
    } else {
      refuse(
          new PlatformException(
              ErrorCode.WORKER_UNAVAILABLE,
              "a worker that may know the query does not answer; try again in a few seconds"));
    }
  }

  // ---- the management API

  /// Wrong credentials slow down who sends them, here as everywhere.
  private void manage() {
    List<String> credentials = request.request().headers().getAll(HttpHeaderNames.AUTHORIZATION);
    Optional<Throttled> pause = services.logins().pause(credentials, client.address());
    if (pause.isPresent()) {
      slowDown(pause.get().failure(), pause.get().retryAfter());
      return;
    }
    Optional<UpstreamAddress> controlPlane = services.controlPlane().get();
    if (controlPlane.isEmpty()) {
      refuse(
          new PlatformException(
              ErrorCode.CONTROL_PLANE_UNAVAILABLE,
              "this gateway has not been told yet where the control plane is; try again in a few"
                  + " seconds"));
      return;
    }
    Target target = Target.controlPlane(controlPlane.get(), Optional.empty());
    forward(
        new ControlPlaneCourse(
            target,
            status -> {
              if (status == HttpResponseStatus.UNAUTHORIZED.code()) {
                services.logins().wrong(credentials, client.address());
              }
            }));
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

  private void forward(Course course) {
    forwarding = new Forwarding(services, client, request, answer, course);
    forwarding.start();
  }

  private void forward(Holding body, Course course) {
    if (gone || answer.hasEnded()) {
      return;
    }
    holding = null;
    forwarding = new Forwarding(services, client, request, answer, course);
    forwarding.start(body);
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
    stop();
    FailureLog.write(LOG, answer.requestId(), failure);
    answer.fail(failure);
  }

  /// Ends it with an error, wherever it stands.
  void fail(PlatformException failure) {
    refuse(failure);
  }

  /// Ends it because the gateway ends.
  void cut() {
    boolean atWorker = forwarding != null && forwarding.isConnected();
    stop();
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
    stop();
  }

  /// Has nothing more done for it.
  private void stop() {
    if (search != null) {
      search.cancel();
    }
    if (inquiry != null) {
      inquiry.cancel();
    }
    if (holding != null) {
      holding.release();
      holding = null;
    }
    if (forwarding != null) {
      forwarding.abandon();
    }
  }

  /// True when the request's body can be handed over.
  boolean takesBody() {
    return isHolding() || bodyUnwanted || (forwarding != null && forwarding.isConnected());
  }

  private boolean isHolding() {
    return holding != null && !holding.isWhole();
  }

  /// True when more of it should be read from the client.
  boolean wantsBody() {
    return isHolding() || bodyUnwanted || (forwarding != null && forwarding.isWritable());
  }

  /// A part of the body; takes over the reference.
  void body(HttpContent content) {
    if (holding != null) {
      hold(holding, content);
    } else if (forwarding == null || bodyUnwanted) {
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
