package ai.altertable.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.OptionalLong;

/// Status and headers of an answer, and how its body is framed.
record AnswerHead(int status, Headers headers) {

  /// The length that the handler has promised.
  OptionalLong declaredLength() {
    return headers
        .first("content-length")
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  /// RFC 9110 section 6.4.1.
  boolean allowsBody() {
    return status != 204 && status != 304;
  }

  /// The answer as a whole.
  FullHttpResponse whole(ByteBuf body) {
    HttpHeaders fields = fields();
    if (allowsBody() && !fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      fields.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(status),
        body,
        fields,
        EmptyHttpHeaders.INSTANCE);
  }

  /// The head of an answer whose body follows: until the connection's end for a client that knows
  /// no chunks.
  HttpResponse beginning(boolean chunks) {
    HttpHeaders fields = fields();
    if (!fields.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      if (chunks) {
        fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      } else {
        fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    return new DefaultHttpResponse(
        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), fields);
  }

  private HttpHeaders fields() {
    var fields = new DefaultHttpHeaders();
    headers.copyTo(fields);
    return fields.remove(HttpHeaderNames.TRANSFER_ENCODING);
  }
}
