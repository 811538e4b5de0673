package ai.altertable.foundation.error;

/// One fact about an error. A sensitive one (file contents, credentials, host names of sources)
/// goes neither to clients nor to logs; it exists for code that handles the error.
public record Detail(String name, Object value, boolean sensitive) {
  public static Detail safe(String name, Object value) {
    return new Detail(name, value, false);
  }

  public static Detail sensitive(String name, Object value) {
    return new Detail(name, value, true);
  }

  @Override
  public String toString() {
    return name + "=" + (sensitive ? "***" : value);
  }
}
