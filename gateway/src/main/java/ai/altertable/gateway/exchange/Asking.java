package ai.altertable.gateway.exchange;

import ai.altertable.gateway.placement.Target;
import ai.altertable.http.wire.UpstreamConnections;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// One question without a body to one worker among several. A kept connection that turns out to be
/// dead is replaced once, so what is asked must be the same when it is asked twice. Confined to the
/// event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class Asking implements Upstream {
  /// Who asks.
  interface Asker {
    /// The head of an answer has come. True when the asker has taken the connection over, with what
    /// still comes of the answer; else that is dropped.
    boolean answered(Asking asking, Channel channel, HttpResponse head);

    /// There is no answer.
    ///
    /// @param unreachable it was not even connected
    void failed(Asking asking, boolean unreachable, Throwable cause);
  }

  private final UpstreamConnections upstreams;
  private final ClientConnection client;
  private final Target target;
  private final HttpRequest request;
  private final Asker asker;

  private @Nullable Channel channel;
  private boolean again;
  private boolean told;
  private boolean keep;
  private boolean over;

  Asking(
      UpstreamConnections upstreams,
      ClientConnection client,
      Target target,
      HttpRequest request,
      Asker asker) {
    this.upstreams = upstreams;
    this.client = client;
    this.target = target;
    this.request = request;
    this.asker = asker;
  }

  Target target() {
    return target;
  }

  void start() {
    Future<Channel> connecting =
        again
            ? upstreams.dial(client.loop(), target.address())
            : upstreams.acquire(client.loop(), target.address());
    if (connecting.isDone()) {
      connected(connecting);
    } else {
      connecting.addListener(_ -> connected(connecting));
    }
  }

  private void connected(Future<Channel> connecting) {
    if (!connecting.isSuccess()) {
      fail(true, connecting.cause());
    } else if (over) {
      upstreams.release(connecting.getNow(), target.address());
    } else if (connecting.getNow().isActive()) {
      send(connecting.getNow());
    } else {
      retry(new ClosedChannelException());
    }
  }

  private void send(Channel connected) {
    channel = connected;
    connected.attr(Forwarding.USED).set(true);
    connected.pipeline().addLast(new UpstreamHandler(this));
    connected.write(request, connected.voidPromise());
    connected.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, connected.voidPromise());
    connected.read();
  }

  @Override
  public boolean answered(Channel from, HttpResponse head) {
    if (!from.equals(channel)) {
      return false;
    }
    if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      return true;
    }
    var answer = new ResponseHead(request, head);
    if (!answer.isFramed()) {
      lost(from, new IOException("nobody could tell where its answer ends"));
      return false;
    }
    keep = answer.letsWorkerKeep();
    told = true;
    if (asker.answered(this, from, head)) {
      over = true;
      channel = null;
    }
    return false;
  }

  @Override
  public void answered(Channel from, HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    content.release();
    if (!last || !from.equals(channel)) {
      return;
    }
    channel = null;
    over = true;
    if (keep) {
      from.pipeline().remove(UpstreamHandler.class);
      upstreams.release(from, target.address());
    } else {
      from.close();
    }
  }

  @Override
  public void answerPaused(Channel from) {
    if (from.equals(channel)) {
      from.read();
    }
  }

  @Override
  public void workerWritable(Channel from) {}

  @Override
  public void lost(Channel from, Throwable cause) {
    if (from.equals(channel)) {
      channel = null;
      from.close();
      if (!told) {
        retry(cause);
      }
    }
  }

  private void retry(Throwable cause) {
    if (again || over) {
      fail(false, cause);
    } else {
      again = true;
      start();
    }
  }

  private void fail(boolean unreachable, Throwable cause) {
    if (!over) {
      over = true;
      asker.failed(this, unreachable, cause);
    }
  }

  /// Nobody waits for the answer any more. What has been answered in part is read to its end.
  void cancel() {
    over = true;
    Channel open = channel;
    if (open != null && !told) {
      channel = null;
      open.close();
    }
  }
}
