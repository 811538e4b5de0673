package ai.altertable.http;

import java.io.IOException;

/// The client has closed its connection, or it was cut, before its answer ended.
public final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientGoneException() {
    super("the client closed its connection before the answer ended");
  }
}
