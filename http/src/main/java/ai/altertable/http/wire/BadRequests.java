package ai.altertable.http.wire;

import ai.altertable.foundation.error.ErrorCode;
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
///
/// @param limits what the refusals tell of
/// @param id the request's
public record BadRequests(HttpLimits limits, String id) {

  /// Far more than any client sends.
  private static final int HEADERS_MAX = 200;

  /// The answer to give, if the head cannot be served at all; the connection closes after it.
  public Optional<Refusal> check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(undecoded(request.decoderResult().cause()));
    }
    if (!isHttp1(request.protocolVersion())) {
      return unsupported(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "only HTTP/1.1 and 1.0 are spoken");
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return unsupported(HttpResponseStatus.NOT_IMPLEMENTED, "CONNECT is not supported");
    }
    return checkHeaders(request);
  }

  private Optional<Refusal> checkHeaders(HttpRequest request) {
    if (request.uri().chars().anyMatch(Character::isISOControl)) {
      return Optional.of(malformed("the request's target holds control characters"));
    }
    if (request.headers().size() > HEADERS_MAX) {
      return Optional.of(
          tooLarge(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "too many headers: at most " + HEADERS_MAX + " are taken"));
    }
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      return Optional.of(malformed("one Host header is needed; there are " + hosts));
    }
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
      return unsupported(
          HttpResponseStatus.EXPECTATION_FAILED, "only Expect: 100-continue is supported");
    }
    return Optional.empty();
  }

  private static boolean isHttp1(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private Refusal undecoded(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          tooLarge(
              HttpResponseStatus.REQUEST_URI_TOO_LONG,
              "the request line is too long: at most "
                  + limits.requestLineBytesMax()
                  + " bytes are taken; send what is long in the body");
      case TooLongHttpHeaderException _ ->
          tooLarge(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "the headers are too large: at most " + limits.headerBytesMax() + " bytes are taken");
      default -> malformed("not a well-formed HTTP/1.1 request head");
    };
  }

  /// A head that breaks HTTP's rules.
  public Refusal malformed(String message) {
    return Refusal.of(HttpResponseStatus.BAD_REQUEST, id, ErrorCode.INVALID_REQUEST, message);
  }

  private Refusal tooLarge(HttpResponseStatus status, String message) {
    return Refusal.of(status, id, ErrorCode.REQUEST_TOO_LARGE, message);
  }

  /// A head that asks for a part of HTTP which is not spoken here.
  public Optional<Refusal> unsupported(HttpResponseStatus status, String message) {
    return Optional.of(Refusal.of(status, id, ErrorCode.FEATURE_NOT_SUPPORTED, message));
  }
}
