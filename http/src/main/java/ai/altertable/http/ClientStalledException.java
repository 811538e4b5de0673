package ai.altertable.http;

import java.io.IOException;
import java.time.Duration;

/// The client is still connected but has neither taken nor sent a byte for too long; its connection
/// has been reset.
public final class ClientStalledException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientStalledException(String what, Duration timeout) {
    super("the client " + what + " no byte for " + timeout.toMillis() + " ms");
  }
}
