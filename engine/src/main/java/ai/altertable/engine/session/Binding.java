package ai.altertable.engine.session;

import ai.altertable.engine.capi.NativeStatement;
import org.jspecify.annotations.Nullable;

/// A statement's text, and what the engine has bound of it, once it has. Confined as the session
/// is.
final class Binding {
  private final String text;
  private @Nullable NativeStatement statement;

  Binding(String text, @Nullable NativeStatement statement) {
    this.text = text;
    this.statement = statement;
  }

  String text() {
    return text;
  }

  /// Null while it is not bound.
  @Nullable NativeStatement statement() {
    return statement;
  }

  void bound(NativeStatement fresh) {
    statement = fresh;
  }
}
