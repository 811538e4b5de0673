package ai.altertable.gateway.exchange;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.gateway.placement.Target;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.wire.BadRequests;
import ai.altertable.http.wire.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A request's head: what is wrong with it, and how it goes to a worker.
///
/// The worker sees a head that the gateway has written anew: one way of framing, no hop-by-hop
/// headers, no credentials, and of the platform's own headers only those that the gateway has set.
record RequestHead(HttpRequest request) {
  private static final String PLATFORM_PREFIX = "altertable-";

  /// Tells the control plane where a client is.
  private static final String CLIENT_ADDRESS = "altertable-client-address";

  /// Dot segments, plain or escaped, and what some servers take for a separator or an end.
  private static final Pattern AMBIGUOUS =
      Pattern.compile("/(\\.|%2e){1,2}(/|$)|\\\\|%2f|%5c|%00", Pattern.CASE_INSENSITIVE);

  private static final Set<String> REWRITTEN =
      HopHeaders.named(
          List.of(
              "authorization", "content-length", "expect", "transfer-encoding", "x-request-id"));

  /// The answer to give, if it cannot be served at all; the connection has to close after it.
  Optional<Refusal> check(BadRequests rules) {
    return rules.check(request).or(() -> checkFraming(rules)).or(() -> checkPath(rules));
  }

  /// Refuses paths that somebody behind the gateway may read as another one.
  private Optional<Refusal> checkPath(BadRequests rules) {
    return AMBIGUOUS.matcher(path()).find()
        ? Optional.of(
            rules.malformed(
                "the path must not hold dot segments, backslashes, or escaped slashes,"
                    + " backslashes or NULs"))
        : Optional.empty();
  }

  private Optional<Refusal> checkFraming(BadRequests rules) {
    HttpHeaders headers = request.headers();
    if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return Optional.empty();
    }
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean chunked =
        codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip());
    return chunked
        ? Optional.empty()
        : rules.unsupported(
            HttpResponseStatus.NOT_IMPLEMENTED,
            "the only Transfer-Encoding that is understood is: chunked");
  }

  /// The path as sent, without query; what is no path comes as it is.
  String path() {
    String target = origin();
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  /// The target in origin form (RFC 9112 section 3.2.1), whichever the client used.
  private String origin() {
    String target = request.uri();
    int authority = target.startsWith("/") ? -1 : target.indexOf("://");
    if (authority < 0) {
      return target;
    }
    int path = target.indexOf('/', authority + 3);
    int query = target.indexOf('?', authority + 3);
    if (path >= 0 && (query < 0 || path < query)) {
      return target.substring(path);
    }
    return query < 0 ? "/" : "/" + target.substring(query);
  }

  /// True when doing it twice is the same as doing it once.
  boolean isIdempotent() {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.DELETE);
  }

  /// The head as it goes to `target`: with a grant, or else with the client's credentials and where
  /// they come from.
  HttpRequest to(Target target, String requestId, String clientAddress) {
    HttpHeaders headers = newHeaders();
    copyEndToEnd(headers);
    frame(headers);
    address(headers, target, requestId);
    if (target.grant().isEmpty()) {
      headers.set(CLIENT_ADDRESS, clientAddress);
      headers.set(
          HttpHeaderNames.AUTHORIZATION, request.headers().getAll(HttpHeaderNames.AUTHORIZATION));
    }
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), origin(), headers);
  }

  /// The same request without a body.
  HttpRequest bodiless(Target target, String requestId) {
    HttpHeaders headers = newHeaders();
    copyEndToEnd(headers);
    address(headers, target, requestId);
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), origin(), headers);
  }

  /// One of the gateway's own, without a body.
  static HttpRequest question(HttpMethod method, String path, Target target, String requestId) {
    HttpHeaders headers = newHeaders();
    address(headers, target, requestId);
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, path, headers);
  }

  private static HttpHeaders newHeaders() {
    return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  }

  private static void address(HttpHeaders headers, Target target, String requestId) {
    if (!headers.contains(HttpHeaderNames.HOST)) {
      headers.set(HttpHeaderNames.HOST, "worker");
    }
    target.grant().ifPresent(grant -> headers.set(Grant.HEADER, grant));
    headers.set(RequestId.HEADER, requestId);
  }

  private void copyEndToEnd(HttpHeaders target) {
    Set<String> hops = HopHeaders.of(request.headers());
    for (Map.Entry<String, String> field : request.headers()) {
      String name = field.getKey();
      if (!hops.contains(name) && !REWRITTEN.contains(name) && !isPlatforms(name)) {
        target.add(name, field.getValue());
      }
    }
  }

  private static boolean isPlatforms(String name) {
    return name.regionMatches(true, 0, PLATFORM_PREFIX, 0, PLATFORM_PREFIX.length());
  }

  private void frame(HttpHeaders target) {
    if (HttpUtil.isTransferEncodingChunked(request)) {
      target.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
      target.set(
          HttpHeaderNames.CONTENT_LENGTH, request.headers().get(HttpHeaderNames.CONTENT_LENGTH));
    }
    if (HttpUtil.is100ContinueExpected(request)) {
      target.set(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE);
    }
  }

  /// A part of the body as it goes to the worker: without trailers, and without bytes that the head
  /// has not announced (Netty takes eight bytes after the head of an early WebSocket draft for a
  /// body). Takes over the reference and hands it on.
  HttpContent plain(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (!announcesBody()) {
      content.release();
      return last
          ? LastHttpContent.EMPTY_LAST_CONTENT
          : new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
    }
    return content instanceof LastHttpContent end && !end.trailingHeaders().isEmpty()
        ? new DefaultLastHttpContent(content.content())
        : content;
  }

  private boolean announcesBody() {
    return HttpUtil.isTransferEncodingChunked(request)
        || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }
}
