package ai.altertable.engine.result;

import ai.altertable.foundation.session.SqlType;

/// How wide DuckDB keeps the values of an ENUM (`EnumTypeInfo::DictType`).
final class EnumWidth {
  private EnumWidth() {}

  /// In bytes: 1, 2 or 4.
  static int of(SqlType.Enumeration type) {
    int labels = type.labels().size();
    if (labels <= 0xFF) {
      return 1;
    }
    return labels <= 0xFFFF ? 2 : 4;
  }
}
