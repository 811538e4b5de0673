package ai.altertable.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request line asks for.
///
/// @param rawPath as sent, without query
/// @param segments the path's parts between slashes, percent-decoded after the split, so a part may
///   itself contain a slash; empty ones are kept, except the one before the first slash
/// @param query parameters, decoded, in the order of their first appearance
public record RequestTarget(
    String rawPath, List<String> segments, Map<String, List<String>> query) {
  private static final int PARAMETERS_MAX = 1024;

  /// Understands origin form (`/a?b`), absolute form (`http://host/a?b`) and `*`.
  ///
  /// @throws IllegalArgumentException when it is none of them or badly encoded
  static RequestTarget parse(String uri) {
    String origin = originForm(uri);
    int end = pathEnd(origin);
    String rawPath = origin.substring(0, end);
    var decoder = new QueryStringDecoder(origin.substring(end), true);
    return new RequestTarget(rawPath, segmentsOf(rawPath), parametersOf(decoder, origin, end));
  }

  /// The first value of a query parameter.
  public Optional<String> parameter(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  private static String originForm(String uri) {
    if (uri.startsWith("/") || uri.equals("*")) {
      return uri;
    }
    int authority = uri.indexOf("://");
    if (authority < 0 || !uri.regionMatches(true, 0, "http", 0, 4)) {
      throw new IllegalArgumentException("the request target is neither a path nor an http URI");
    }
    int path = uri.indexOf('/', authority + 3);
    int query = uri.indexOf('?', authority + 3);
    if (path < 0 || (query >= 0 && query < path)) {
      return query < 0 ? "/" : "/" + uri.substring(query);
    }
    return uri.substring(path);
  }

  private static int pathEnd(String origin) {
    int query = origin.indexOf('?');
    int fragment = origin.indexOf('#');
    int end = query < 0 ? origin.length() : query;
    return fragment < 0 ? end : Math.min(end, fragment);
  }

  private static Map<String, List<String>> parametersOf(
      QueryStringDecoder decoder, String origin, int end) {
    if (end == origin.length() || origin.charAt(end) == '#') {
      return Map.of();
    }
    Map<String, List<String>> parameters = decoder.parameters();
    long count = parameters.values().stream().mapToLong(List::size).sum();
    if (count >= PARAMETERS_MAX) {
      throw new IllegalArgumentException("there are more than 1023 query parameters");
    }
    return parameters;
  }

  private static List<String> segmentsOf(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return List.of(rawPath);
    }
    return Arrays.stream(rawPath.substring(1).split("/", -1)).map(RequestTarget::decode).toList();
  }

  /// In a path, unlike in a query, a plus stands for itself.
  private static String decode(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
  }
}
