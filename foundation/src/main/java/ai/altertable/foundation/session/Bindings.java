package ai.altertable.foundation.session;

import java.util.List;
import java.util.Map;

/// The values for a statement's parameters, by position or by name.
public sealed interface Bindings {
  Bindings NONE = new Positional(List.of());

  record Positional(List<Value> values) implements Bindings {
    public Positional {
      values = List.copyOf(values);
    }
  }

  record Named(Map<String, Value> values) implements Bindings {
    public Named {
      values = Map.copyOf(values);
    }
  }
}
