package ai.altertable.engine.session;

import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.session.StatementKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// Finds the managed databases that a statement may write to.
final class WriteTargets {
  private WriteTargets() {}

  /// In a fixed order, so that two statements never wait for each other.
  ///
  /// @param searchPath the catalogs in which unqualified names may resolve; asked only for a
  ///   statement that writes
  static List<Attachment> of(
      StatementShape shape,
      StatementKind kind,
      List<Attachment> attachments,
      Supplier<Set<String>> searchPath) {
    if (!shape.mayWrite(kind)) {
      return List.of();
    }
    boolean hidden = hidesItsText(kind) || shape.maintains();
    Set<String> named = searchPath.get();
    return attachments.stream()
        .filter(Attachment::writable)
        .filter(target ->
            hidden
                || named.contains(target.name().toLowerCase(Locale.ROOT))
                || shape.mentions(target.name()))
        .sorted(Comparator.comparing(Attachment::name))
        .toList();
  }

  /// Whether the statement runs another one, which may name any catalog; maintenance functions name
  /// theirs in a string.
  private static boolean hidesItsText(StatementKind kind) {
    return switch (kind) {
      case EXECUTE, CALL, MULTIPLE, OTHER -> true;
      default -> false;
    };
  }
}
