package ai.altertable.link.server;

import ai.altertable.link.StrangerConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts connections from when they are accepted until somebody has shown on them to be a member,
/// and turns away those that are too many, before anything is computed for them. So that what
/// strangers keep open is bounded, in number and in time, and members that are linked do not count.
///
/// Sits on the listening channel, where accepted connections pass. Safe for use by several threads.
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails has closed
final class Strangers extends ChannelInboundHandlerAdapter {
  private static final String KIND = "connection";

  private final StrangerConfig config;
  private final RefusalLog refusals;
  private final LongSupplier nanos;

  /// By their remote addresses, which are different as long as they are open. Guarded by this.
  private final Map<SocketAddress, Stranger> open = new HashMap<>();

  /// Guarded by this.
  private final Map<String, Integer> byNetwork = new HashMap<>();

  /// @param network what its address counts as
  private record Stranger(Channel channel, String address, String network, long since) {}

  /// @param nanos a clock that only goes forward
  Strangers(StrangerConfig config, RefusalLog refusals, LongSupplier nanos) {
    this.config = config;
    this.refusals = refusals;
    this.nanos = nanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    if (accepted instanceof Channel connection && !admit(connection)) {
      connection.unsafe().closeForcibly();
      return;
    }
    ctx.fireChannelRead(accepted);
  }

  /// False when it is one too many, or has gone already.
  private boolean admit(Channel connection) {
    if (!(connection.remoteAddress() instanceof InetSocketAddress remote)
        || remote.getAddress() == null) {
      return false;
    }
    String address = remote.getAddress().getHostAddress();
    String network = EnrollmentLimiter.network(address);
    synchronized (this) {
      int ofNetwork = byNetwork.getOrDefault(network, 0);
      if (open.size() < config.max() && ofNetwork < config.addressMax()) {
        // One that was reset may come again from the same port before its end was seen here.
        forget(remote);
        Stranger stranger = new Stranger(connection, address, network, nanos.getAsLong());
        byNetwork.merge(network, 1, Integer::sum);
        open.put(remote, stranger);
        connection.closeFuture().addListener(_ -> forget(remote, stranger));
        return true;
      }
    }
    refusals.refused(address, KIND + " (too many)", reason());
    return false;
  }

  private String reason() {
    return "%d connections of one address, or %d in all, have not shown yet that they are members'"
        .formatted(config.addressMax(), config.max());
  }

  /// A member has shown itself there, so it counts no more.
  ///
  /// @param remote the other end of the connection
  synchronized void forget(SocketAddress remote) {
    Stranger known = open.get(remote);
    if (known != null) {
      forget(remote, known);
    }
  }

  private synchronized void forget(SocketAddress remote, Stranger known) {
    if (open.remove(remote, known)) {
      byNetwork.computeIfPresent(
          known.network(), (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
  }

  /// Closes those that have had their time. To be called every now and then.
  void tick() {
    for (Stranger one : overdue()) {
      refusals.refused(
          one.address(),
          KIND + " (too long)",
          "it has not shown within %d s that it is a member's"
              .formatted(config.life().toSeconds()));
      one.channel().close();
    }
  }

  private synchronized List<Stranger> overdue() {
    long now = nanos.getAsLong();
    List<Stranger> overdue = new ArrayList<>();
    for (Stranger one : open.values()) {
      if (now - one.since() > config.life().toNanos()) {
        overdue.add(one);
      }
    }
    return overdue;
  }
}
