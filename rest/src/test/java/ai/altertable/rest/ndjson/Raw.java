package ai.altertable.rest.ndjson;

import org.jspecify.annotations.Nullable;

/// Values as the engine lays them out, where Java has no type of its own for them.
final class Raw {
  private Raw() {}

  record Interval(int months, int days, long micros) {}

  record Entry(Object key, @Nullable Object value) {}

  record Tagged(int tag, @Nullable Object value) {}
}
