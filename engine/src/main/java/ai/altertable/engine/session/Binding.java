package ai.altertable.engine.session;

import ai.altertable.engine.capi.NativeStatement;
import org.jspecify.annotations.Nullable;

/// What the engine has bound of a statement, once it has. Confined as the session is.
final class Binding {
  private @Nullable NativeStatement statement;

  Binding(@Nullable NativeStatement statement) {
    this.statement = statement;
  }

  /// Null while it is not bound.
  @Nullable NativeStatement statement() {
    return statement;
  }

  void bound(NativeStatement fresh) {
    statement = fresh;
  }
}
