package ai.altertable.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The names of headers that concern one connection only and are not passed on (RFC 9110 section
/// 7.6.1): those known as such, and those that the `Connection` header names. All sets here are
/// without regard to case.
final class HopHeaders {
  /// All but `Transfer-Encoding`, which is a matter of framing.
  static final SortedSet<String> KNOWN =
      Collections.unmodifiableSortedSet(
          named(
              List.of(
                  "connection",
                  "keep-alive",
                  "proxy-authenticate",
                  "proxy-authorization",
                  "proxy-connection",
                  "te",
                  "trailer",
                  "upgrade")));

  private HopHeaders() {}

  static SortedSet<String> of(HttpHeaders head) {
    SortedSet<String> names = KNOWN;
    if (!head.contains(HttpHeaderNames.CONNECTION)) {
      return names;
    }
    for (String value : head.getAll(HttpHeaderNames.CONNECTION)) {
      if (!value.equalsIgnoreCase("keep-alive") && !value.equalsIgnoreCase("close")) {
        names = named(names);
        names.addAll(Arrays.stream(value.split(",", -1)).map(String::strip).toList());
      }
    }
    return names;
  }

  static SortedSet<String> named(Collection<String> names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return set;
  }
}
