package ai.altertable.engine.capi;

/// An error of DuckDB's, in its own words. It stays inside this module: the text may hold paths,
/// stack traces and connection strings, and `DuckDbErrors` makes of it what a client may read.
public final class DuckDbFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DuckDbErrorType type;

  /// @param text as DuckDB gave it, which begins with the name of the kind
  public DuckDbFailure(DuckDbErrorType type, String text) {
    super(text);
    this.type = type;
  }

  /// Finds the kind out of the text, where the C API gives nothing else.
  public static DuckDbFailure of(String text) {
    return new DuckDbFailure(DuckDbErrorType.ofMessage(text), text);
  }

  static DuckDbFailure of(long errorType, String text) {
    DuckDbErrorType known = DuckDbErrorType.of(errorType);
    return known == DuckDbErrorType.INVALID ? of(text) : new DuckDbFailure(known, text);
  }

  public DuckDbErrorType type() {
    return type;
  }

  /// DuckDB's whole text.
  public String text() {
    return String.valueOf(getMessage());
  }
}
