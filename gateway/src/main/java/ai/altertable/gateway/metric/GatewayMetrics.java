package ai.altertable.gateway.metric;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests and logins. Safe for use by several threads, and takes no locks.
public final class GatewayMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800
  };

  private final Histogram requests;
  private final Counter logins;
  private final LongAdder connections = new LongAdder();

  public GatewayMetrics(PrometheusRegistry registry) {
    this.requests =
        Histogram.builder()
            .name("altertable_http_request_duration_seconds")
            .unit(Unit.SECONDS)
            .help(
                "Requests from their head to the end of their answer, by route and class of status;"
                    + " broken: the answer was broken off, gone: the client was.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .labelNames("route", "status")
            .register(registry);
    this.logins =
        Counter.builder()
            .name("altertable_logins_total")
            .help(
                "Checks of credentials that were not remembered: right, wrong, throttled after wrong"
                    + " ones, unchecked for lack of room or of the database.")
            .labelNames("result")
            .register(registry);
    // A series that begins with 1 has not grown, and alerts would miss the first of its kind.
    for (LoginCheck result : LoginCheck.values()) {
      logins.initLabelValues(word(result));
    }
    GaugeWithCallback.builder()
        .name("altertable_http_connections")
        .help("Connections of clients that are open.")
        .callback(callback -> callback.call((double) connections.sum()))
        .register(registry);
  }

  /// What came of a check of credentials.
  public enum LoginCheck {
    RIGHT,
    WRONG,
    THROTTLED,
    UNCHECKED
  }

  public void checked(LoginCheck result) {
    logins.labelValues(word(result)).inc();
  }

  private static String word(LoginCheck result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  public void connected() {
    connections.increment();
  }

  public void disconnected() {
    connections.decrement();
  }

  /// A request's head has come.
  public RequestTimer begin() {
    return new RequestTimer(requests);
  }
}
