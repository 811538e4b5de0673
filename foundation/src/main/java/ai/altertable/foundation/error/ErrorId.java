package ai.altertable.foundation.error;

import java.util.UUID;

/// Names one occurrence of an error: the client sees it, and the log has it.
public record ErrorId(UUID value) {
  public static ErrorId random() {
    return new ErrorId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
