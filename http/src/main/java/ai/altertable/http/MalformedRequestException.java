package ai.altertable.http;

import java.io.IOException;

/// The request breaks the protocol: its body is cut short or badly framed.
public final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    super(message);
  }
}
