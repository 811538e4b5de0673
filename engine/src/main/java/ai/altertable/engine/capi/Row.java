package ai.altertable.engine.capi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A row of one of our own small results. Values are `String`, `Long`, `Double`, `Boolean` or null.
public record Row(List<@Nullable Object> values) {
  public Row {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  public boolean isNull(int column) {
    return values.get(column) == null;
  }

  public String text(int column) {
    return (String) value(column);
  }

  public long integer(int column) {
    return (Long) value(column);
  }

  public double number(int column) {
    return (Double) value(column);
  }

  public boolean bool(int column) {
    return (Boolean) value(column);
  }

  private Object value(int column) {
    return Objects.requireNonNull(values.get(column), () -> "column " + column + " is NULL");
  }
}
