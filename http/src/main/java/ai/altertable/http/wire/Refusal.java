package ai.altertable.http.wire;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to what never reaches a handler. It looks like any other error; the connection closes
/// after it.
///
/// @param status what HTTP has for just this
/// @param requestId the client's own where a head was understood so far
public record Refusal(HttpResponseStatus status, String requestId, PlatformException failure) {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  /// @param message for the client: what is wrong, what to do
  public static Refusal of(
      HttpResponseStatus status, String requestId, ErrorCode code, String message) {
    return new Refusal(status, requestId, new PlatformException(code, message));
  }

  /// As clients get it.
  public ErrorAnswer answer() {
    return ErrorAnswer.of(status.code(), failure);
  }

  /// For the codec.
  public FullHttpResponse response() {
    ErrorAnswer answer = answer();
    ByteBuf body = Unpooled.copiedBuffer(answer.json(), StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ErrorAnswer.CONTENT_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.DATE, HttpDate.of(Instant.now()))
        .set(RequestId.HEADER, requestId)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    answer.headers().forEach(response.headers()::set);
    return response;
  }

  /// As it goes over the wire, for where there is no codec.
  public ByteBuf bytes() {
    FullHttpResponse response = response();
    var head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    for (var header : response.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    head.append("\r\n");
    return Unpooled.wrappedBuffer(
        Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII), response.content());
  }

  /// For whoever debugs the client.
  public void log() {
    FailureLog.write(LOG, requestId, failure);
  }
}
