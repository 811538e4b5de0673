package ai.altertable.http;

import ai.altertable.http.wire.HttpDate;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends what slow answers have buffered: looks every ten milliseconds at the answers under way on
/// its event loop, so that a first row reaches the client at most twice that after it was written.
/// Rests while there is none. Confined to its event loop.
final class StaleFlush {
  private static final long PERIOD_MILLIS = 10;

  private final EventLoop loop;
  private final List<HttpExchange> underWay = new ArrayList<>();
  private boolean ticking;
  private long dateSecond = Long.MIN_VALUE;
  private String date = "";

  StaleFlush(EventLoop loop) {
    this.loop = loop;
  }

  void add(HttpExchange exchange) {
    underWay.add(exchange);
    if (!ticking) {
      ticking = true;
      tickLater();
    }
  }

  void remove(HttpExchange exchange) {
    underWay.remove(exchange);
  }

  /// The time for a `Date` header (RFC 9110 section 6.6.1), made once a second.
  String date() {
    long second = System.currentTimeMillis() / 1000;
    if (second != dateSecond) {
      dateSecond = second;
      date = HttpDate.of(Instant.ofEpochSecond(second));
    }
    return date;
  }

  private void tick() {
    if (underWay.isEmpty()) {
      ticking = false;
      return;
    }
    long before = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    for (HttpExchange exchange : List.copyOf(underWay)) {
      ResponseBody response = exchange.response();
      if (response != null) {
        response.flushOlderThan(before);
      }
    }
    tickLater();
  }

  private void tickLater() {
    var _ = loop.schedule(this::tick, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }
}
