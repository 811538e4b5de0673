package ai.altertable.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/// An answer of the server's own, for what never reaches a handler: one line of text, after which
/// the connection closes.
public record PlainAnswer(HttpResponseStatus status, String text) {

  /// For the codec.
  public FullHttpResponse response() {
    ByteBuf body = Unpooled.copiedBuffer(text + "\n", StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  /// As it goes over the wire, for where there is no codec.
  ByteBuf bytes() {
    String body = text + "\n";
    return Unpooled.copiedBuffer(
        "HTTP/1.1 "
            + status
            + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
            + ByteBufUtil.utf8Bytes(body)
            + "\r\nconnection: close\r\n\r\n"
            + body,
        StandardCharsets.UTF_8);
  }
}
