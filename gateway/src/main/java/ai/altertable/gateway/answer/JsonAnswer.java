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
public record JsonAnswer(HttpResponseStatus status, String json, Map<String, String> headers) {
  public JsonAnswer {
    headers = Map.copyOf(headers);
  }

  public static JsonAnswer of(HttpResponseStatus status, ObjectNode body) {
    return new JsonAnswer(status, body.toString(), Map.of());
  }

  public static JsonAnswer of(ErrorAnswer error) {
    return new JsonAnswer(
        HttpResponseStatus.valueOf(error.status()), error.json(), error.headers());
  }

  /// For the codec.
  ///
  /// @param now for the `Date` header (RFC 9110 section 6.6.1)
  public FullHttpResponse response(Instant now) {
    ByteBuf body = Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ErrorAnswer.CONTENT_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.DATE, HttpDate.of(now));
    headers.forEach(response.headers()::set);
    return response;
  }
}
