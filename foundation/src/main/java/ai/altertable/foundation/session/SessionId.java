package ai.altertable.foundation.session;

import java.util.UUID;

/// A client's name for its session: any text of 1 to 255 characters, not necessarily a UUID.
public record SessionId(String value) {
  public SessionId {
    if (value.isEmpty() || value.length() > 255) {
      throw new IllegalArgumentException("a session id has 1 to 255 characters");
    }
  }

  public static SessionId random() {
    return new SessionId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
