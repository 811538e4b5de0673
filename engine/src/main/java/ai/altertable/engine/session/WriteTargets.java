package ai.altertable.engine.session;

import ai.altertable.engine.guard.StatementShape;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.foundation.session.StatementKind;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Finds the managed databases that a statement may write to.
final class WriteTargets {
  private WriteTargets() {}

  /// In a fixed order, so that two statements never wait for each other.
  ///
  /// @param currentCatalog asked only for a statement that writes
  static List<Attachment> of(
      StatementShape shape,
      StatementKind kind,
      List<Attachment> attachments,
      Supplier<String> currentCatalog) {
    if (!shape.mayWrite(kind)) {
      return List.of();
    }
    String current = currentCatalog.get();
    return attachments.stream()
        .filter(Attachment::writable)
        .filter(target -> target.name().equalsIgnoreCase(current) || shape.mentions(target.name()))
        .sorted(Comparator.comparing(Attachment::name))
        .toList();
  }
}
