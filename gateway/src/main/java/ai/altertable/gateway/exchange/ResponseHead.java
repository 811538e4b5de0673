package ai.altertable.gateway.exchange;

import ai.altertable.http.error.RequestId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/// The head of a worker's answer, and how it goes to the client.
final class ResponseHead {
  private static final String LINES = "application/x-ndjson";

  private final HttpRequest request;
  private final HttpResponse response;

  /// @param response is changed in place
  ResponseHead(HttpRequest request, HttpResponse response) {
    this.request = request;
    this.response = response;
  }

  /// True when the end of the answer can be told from the end of the connection. A worker's answer
  /// that cannot might have been cut off.
  boolean isFramed() {
    return !hasBody()
        || HttpUtil.isTransferEncodingChunked(response)
        || HttpUtil.isContentLengthSet(response);
  }

  private boolean hasBody() {
    int status = response.status().code();
    return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  /// True when a line of ours may be added at its end.
  boolean isLines() {
    String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
    return type != null
        && type.regionMatches(true, 0, LINES, 0, LINES.length())
        && HttpUtil.isTransferEncodingChunked(response)
        && !response.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
  }

  /// True when the client can tell where the answer ends without the connection being closed.
  boolean letsClientKeep() {
    return !request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        || !hasBody()
        || HttpUtil.isContentLengthSet(response);
  }

  /// True when the worker's connection can take another request after this answer.
  boolean letsWorkerKeep() {
    return HttpUtil.isKeepAlive(response);
  }

  boolean isInterim() {
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /// Makes it the client's.
  void rewrite(String requestId, boolean keep) {
    HttpHeaders headers = response.headers();
    HopHeaders.KNOWN.forEach(headers::remove);
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    headers.set(RequestId.HEADER, requestId);
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    announce(headers, request, keep);
  }

  /// Says whether the connection goes on, to a client whose version may not be what it said.
  static void announce(HttpHeaders headers, HttpRequest request, boolean keep) {
    if (keep) {
      HttpUtil.setKeepAlive(headers, request.protocolVersion(), true);
    } else {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }
}
