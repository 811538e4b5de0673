package ai.altertable.gateway.answer;

import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.wire.HttpDate;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// A small answer of the gateway's own.
///
/// @param headers beside those of every such answer
public record WholeAnswer(
    HttpResponseStatus status, String contentType, String text, Map<String, String> headers) {
  public WholeAnswer {
    headers = Map.copyOf(headers);
  }

  public static WholeAnswer of(HttpResponseStatus status, ObjectNode body) {
    return new WholeAnswer(status, ErrorAnswer.CONTENT_TYPE, body.toString(), Map.of());
  }

  public static WholeAnswer of(ErrorAnswer error) {
    return new WholeAnswer(
        HttpResponseStatus.valueOf(error.status()),
        ErrorAnswer.CONTENT_TYPE,
        error.json(),
        error.headers());
  }

  /// For the codec.
  ///
  /// @param now for the `Date` header (RFC 9110 section 6.6.1)
  public FullHttpResponse response(Instant now) {
    ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.DATE, HttpDate.of(now));
    headers.forEach(response.headers()::set);
    return response;
  }
}
