package ai.altertable.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// Whether a connection can go on after an answer, as far as that exchange alone decides.
final class KeepAlive {
  /// How much of a body that nobody read is read away in order to keep the connection.
  private static final long DRAIN_BYTES_MAX = 64 << 10;

  private KeepAlive() {}

  /// True when neither side's head asks for the connection to be closed.
  static boolean wanted(HttpRequest request, HttpResponse response) {
    boolean framed =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            || HttpUtil.isContentLengthSet(response);
    return framed
        && HttpUtil.isKeepAlive(request)
        && !response
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  /// True when what is still to come of the request's body is little enough to be read away. A
  /// client that was never told to go on may send it or not, so it cannot be waited for.
  static boolean canDrain(HttpExchange exchange) {
    RequestBody body = exchange.incoming();
    if (body.isComplete()) {
      return true;
    }
    if (body.awaitsContinue()) {
      return false;
    }
    return exchange.bodyLength().orElse(body.received()) - body.received() <= DRAIN_BYTES_MAX;
  }

  /// True when more has been read away than that; a body of unknown length can be endless.
  static boolean drainedTooMuch(RequestBody body) {
    return body.discarded() > DRAIN_BYTES_MAX;
  }

  /// Says it in the answer's head, in the way of the client's version.
  static void announce(HttpRequest request, HttpResponse response, boolean keep) {
    HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keep);
  }
}
