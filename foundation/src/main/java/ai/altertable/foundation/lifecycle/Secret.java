package ai.altertable.foundation.lifecycle;

/// A value that must not show up anywhere by accident. Prints as `***`.
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
