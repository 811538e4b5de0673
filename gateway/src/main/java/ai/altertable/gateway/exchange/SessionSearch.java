package ai.altertable.gateway.exchange;

import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.gateway.login.Login;
import ai.altertable.gateway.placement.Target;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks all workers of an environment at once whether they have a session that this gateway has not
/// met. Most of them answer within a fraction of a millisecond; those that do not within a second
/// are left out for a moment. Confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails to start fails the loop
final class SessionSearch implements Asking.Asker {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Services services;
  private final ClientConnection client;
  private final SessionId session;
  private final Consumer<Optional<WorkerAddress>> done;
  private final List<Asking> waiting = new ArrayList<>();
  private final List<WorkerAddress> having = new ArrayList<>();
  private final List<WorkerAddress> workers;
  private boolean over;

  /// @param done called once, on the event loop, unless it is cancelled before
  SessionSearch(
      Services services,
      ClientConnection client,
      SessionId session,
      List<Candidate> among,
      Consumer<Optional<WorkerAddress>> done) {
    this.services = services;
    this.client = client;
    this.session = session;
    this.done = done;
    this.workers = among.stream().map(Candidate::address).toList();
  }

  void start(Login login, String requestId) {
    String path =
        "/platform/session?id=" + URLEncoder.encode(session.value(), StandardCharsets.UTF_8);
    for (WorkerAddress worker : workers) {
      if (!services.leftOut().contains(worker.slug())) {
        Target target = Target.worker(worker, login.grant(client.address(), worker.slug()));
        waiting.add(
            new Asking(
                services.upstreams(),
                client,
                target,
                RequestHead.question(HttpMethod.GET, path, target, requestId),
                this));
      }
    }
    List.copyOf(waiting).forEach(Asking::start);
    client.loop().schedule(this::giveUp, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    finishWhenAllAnswered();
  }

  @Override
  public boolean answered(Asking asking, Channel channel, HttpResponse head) {
    if (head.status().code() == 200) {
      workers.stream()
          .filter(worker -> worker.slug().equals(asking.target().slug()))
          .forEach(having::add);
    }
    waiting.remove(asking);
    finishWhenAllAnswered();
    return false;
  }

  @Override
  public void failed(Asking asking, boolean unreachable, Throwable cause) {
    if (unreachable) {
      services.leftOut().add(asking.target().slug());
    }
    waiting.remove(asking);
    finishWhenAllAnswered();
  }

  private void giveUp() {
    if (!over) {
      waiting.forEach(asking -> services.leftOut().add(asking.target().slug()));
      finish();
    }
  }

  private void finishWhenAllAnswered() {
    if (!over && waiting.isEmpty()) {
      finish();
    }
  }

  /// Should several have it, all gateways choose the same one.
  private void finish() {
    cancel();
    done.accept(having.stream().min(Comparator.comparing(WorkerAddress::slug)));
  }

  void cancel() {
    over = true;
    waiting.forEach(Asking::cancel);
    waiting.clear();
  }
}
