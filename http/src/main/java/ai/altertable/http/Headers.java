package ai.altertable.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The header fields of a request or an answer, in order; names are compared without regard to
/// case. Immutable.
public final class Headers {
  private static final Headers NONE = new Headers(EmptyHttpHeaders.INSTANCE);

  private final HttpHeaders fields;

  private Headers(HttpHeaders fields) {
    this.fields = fields;
  }

  /// The fields are not to be changed by anyone afterwards.
  static Headers wrap(HttpHeaders fields) {
    return new Headers(fields);
  }

  public static Headers none() {
    return NONE;
  }

  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  /// These and one more.
  ///
  /// @throws IllegalArgumentException when name or value could not stand in a head
  public Headers with(String name, String value) {
    return new Headers(new DefaultHttpHeaders().add(fields).add(name, value));
  }

  /// The value of the first field of that name.
  public Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  public List<String> all(String name) {
    return List.copyOf(fields.getAll(name));
  }

  public List<Map.Entry<String, String>> entries() {
    return List.copyOf(fields.entries());
  }

  void copyTo(HttpHeaders target) {
    target.add(fields);
  }

  @Override
  public String toString() {
    return "Headers" + fields.names();
  }
}
