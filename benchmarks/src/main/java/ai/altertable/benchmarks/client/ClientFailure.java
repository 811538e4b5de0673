package ai.altertable.benchmarks.client;

/// A statement failed, or the connection did. A benchmark ends with it: a figure of failures is
/// none.
public final class ClientFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ClientFailure(String message) {
    super(message);
  }

  public ClientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
