package ai.altertable.gateway.exchange;

import ai.altertable.gateway.placement.Target;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Asks all workers of an environment at once for a query, or to cancel it: the first one that
/// knows it gives the answer. Confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a timer that fails to start fails the loop
final class Inquiry implements Asking.Asker {
  private static final long PATIENCE_MILLIS = 2_000;

  /// Who wants to know.
  interface Inquirer {
    /// A worker knows it; the rest of its answer comes from `channel`, which is the inquirer's now.
    void known(Target target, Channel channel, HttpResponse head);

    /// @param all whether all workers have said so; the others have not answered
    void unknown(boolean all);
  }

  private final ClientConnection client;
  private final boolean cancels;
  private final Inquirer inquirer;
  private final List<Asking> waiting = new ArrayList<>();
  private boolean unsure;
  private boolean over;

  Inquiry(ClientConnection client, HttpMethod method, Inquirer inquirer) {
    this.client = client;
    this.cancels = method.equals(HttpMethod.DELETE);
    this.inquirer = inquirer;
  }

  void start(Services services, List<Target> targets, Function<Target, HttpRequest> question) {
    for (Target target : targets) {
      waiting.add(new Asking(services.upstreams(), client, target, question.apply(target), this));
    }
    List.copyOf(waiting).forEach(Asking::start);
    client.loop().schedule(this::giveUp, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    finishWhenAllAnswered();
  }

  @Override
  public boolean answered(Asking asking, Channel channel, HttpResponse head) {
    waiting.remove(asking);
    int status = head.status().code();
    boolean refused = status == 401 || status == 403 || status >= 500;
    unsure |= refused;
    if (over || refused || status == 404) {
      finishWhenAllAnswered();
      return false;
    }
    over = true;
    if (!cancels) {
      cancel();
    }
    inquirer.known(asking.target(), channel, head);
    return true;
  }

  /// One that is not there has no query.
  @Override
  public void failed(Asking asking, boolean unreachable, Throwable cause) {
    waiting.remove(asking);
    unsure |= !unreachable;
    finishWhenAllAnswered();
  }

  private void giveUp() {
    if (!over) {
      unsure = true;
      cancel();
      inquirer.unknown(false);
    }
  }

  private void finishWhenAllAnswered() {
    if (!over && waiting.isEmpty()) {
      over = true;
      inquirer.unknown(!unsure);
    }
  }

  /// Nobody waits for the answer any more.
  void cancel() {
    over = true;
    waiting.forEach(Asking::cancel);
    waiting.clear();
  }
}
