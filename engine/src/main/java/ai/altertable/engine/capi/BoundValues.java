package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Matches values with a statement's parameters.
final class BoundValues {
  private BoundValues() {}

  /// @return a value for each parameter, in their order
  /// @throws PlatformException INVALID_PARAMETER when values are missing or superfluous
  static List<Value> inOrder(List<Parameter> parameters, Bindings bindings) {
    return switch (bindings) {
      case Bindings.Positional(List<Value> values) -> positional(parameters, values);
      case Bindings.Named(Map<String, Value> values) -> named(parameters, values);
    };
  }

  private static List<Value> positional(List<Parameter> parameters, List<Value> values) {
    if (values.size() != parameters.size()) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the statement has %d parameter(s), but %d value(s) were given"
              .formatted(parameters.size(), values.size()));
    }
    return values;
  }

  /// Names match as DuckDB matches them: whatever the case of their letters.
  private static List<Value> named(List<Parameter> parameters, Map<String, Value> values) {
    Map<String, Value> left = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    left.putAll(values);
    List<Value> ordered = new ArrayList<>(parameters.size());
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Value value = left.remove(parameter.name());
      if (value == null) {
        missing.add("$" + parameter.name());
      } else {
        ordered.add(value);
      }
    }
    if (!missing.isEmpty()) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER, "no value was given for " + String.join(", ", missing));
    }
    if (!left.isEmpty()) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the statement has no parameter $" + String.join(", $", left.keySet()));
    }
    return ordered;
  }
}
