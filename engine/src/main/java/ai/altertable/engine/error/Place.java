package ai.altertable.engine.error;

import java.util.OptionalInt;

/// A place in a statement that an error points at.
sealed interface Place permits Excerpt, Place.ByteOffset {
  /// Where that is in the statement: in characters from 1, a character being a Unicode code point,
  /// as PostgreSQL counts. Empty when it is a place in another text.
  OptionalInt position(String sql);

  /// What DuckDB showed of the statement; empty when it only counted.
  String shown();

  /// @param bytes of UTF-8 in front of the place
  record ByteOffset(int bytes) implements Place {
    @Override
    public OptionalInt position(String sql) {
      int left = bytes;
      int characters = 0;
      for (int i = 0; i < sql.length() && left > 0; i += Character.charCount(sql.codePointAt(i))) {
        left -= utf8Length(sql.codePointAt(i));
        characters++;
      }
      return sql.isEmpty() || left > 0 ? OptionalInt.empty() : OptionalInt.of(characters + 1);
    }

    @Override
    public String shown() {
      return "";
    }

    private static int utf8Length(int codePoint) {
      if (codePoint < 0x80) {
        return 1;
      }
      if (codePoint < 0x800) {
        return 2;
      }
      return codePoint < 0x10000 ? 3 : 4;
    }
  }
}
