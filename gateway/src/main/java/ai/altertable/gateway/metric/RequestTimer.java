package ai.altertable.gateway.metric;

import io.prometheus.metrics.core.metrics.Histogram;

/// Measures one request. It has one end: what comes after it has no effect. Confined to one thread.
public final class RequestTimer {
  private static final String OTHER = "other";

  private final Histogram requests;
  private final long began = System.nanoTime();
  private String route = OTHER;
  private boolean ended;

  RequestTimer(Histogram requests) {
    this.requests = requests;
  }

  /// @param pattern one of a few
  public void route(String pattern) {
    route = pattern;
  }

  /// The answer is whole.
  public void answered(int status) {
    end(status / 100 + "xx");
  }

  /// The answer was begun and could not be ended.
  public void broken() {
    end("broken");
  }

  /// The client went away before the answer's end.
  public void gone() {
    end("gone");
  }

  private void end(String status) {
    if (!ended) {
      ended = true;
      requests.labelValues(route, status).observe((System.nanoTime() - began) / 1e9);
    }
  }
}
