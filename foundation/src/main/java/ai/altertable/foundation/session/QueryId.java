package ai.altertable.foundation.session;

import java.util.UUID;

/// Names one query, from its acceptance into history.
public record QueryId(UUID value) {
  public static QueryId random() {
    return new QueryId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
