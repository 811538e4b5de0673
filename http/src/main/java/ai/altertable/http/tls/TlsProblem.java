package ai.altertable.http.tls;

/// Why a certificate or its key cannot be used. The message is a sentence for the operator, without
/// its full stop, and holds nothing of the key.
public final class TlsProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsProblem(String message) {
    super(message);
  }

  TlsProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
