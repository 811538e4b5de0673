package ai.altertable.http.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/// What is wrong with a request before anyone asks what it wants.
public final class BadRequests {
  private BadRequests() {}

  /// The answer to give, if the head cannot be served at all; the connection closes after it.
  public static Optional<PlainAnswer> check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(undecoded(request.decoderResult().cause()));
    }
    if (!isHttp1(request.protocolVersion())) {
      return Optional.of(
          new PlainAnswer(
              HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.1 and 1.0 are spoken"));
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return Optional.of(
          new PlainAnswer(HttpResponseStatus.NOT_IMPLEMENTED, "CONNECT is not supported"));
    }
    return checkHeaders(request);
  }

  private static Optional<PlainAnswer> checkHeaders(HttpRequest request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      return Optional.of(
          new PlainAnswer(
              HttpResponseStatus.BAD_REQUEST, "one Host header is needed; there are " + hosts));
    }
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
      return Optional.of(
          new PlainAnswer(
              HttpResponseStatus.EXPECTATION_FAILED, "only Expect: 100-continue is supported"));
    }
    return Optional.empty();
  }

  private static boolean isHttp1(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private static PlainAnswer undecoded(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          new PlainAnswer(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
      case TooLongHttpHeaderException _ ->
          new PlainAnswer(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too large");
      default ->
          new PlainAnswer(
              HttpResponseStatus.BAD_REQUEST, "not a well-formed HTTP/1.1 request head");
    };
  }
}
