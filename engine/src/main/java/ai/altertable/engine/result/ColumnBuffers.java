package ai.altertable.engine.result;

import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/// Chooses how each type is copied. The widths are DuckDB's physical ones.
final class ColumnBuffers {
  private final BufferAllocator allocator;

  ColumnBuffers(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  ColumnBuffer of(SqlType type) {
    return switch (type) {
      case Simple simple -> of(simple);
      case SqlType.Decimal(int precision, _) -> decimal(precision);
      case SqlType.Enumeration enumeration -> fixed(EnumWidth.of(enumeration));
      case SqlType.ListOf(SqlType element) -> new ListColumn(allocator, of(element));
      case SqlType.ArrayOf(SqlType element, int size) ->
          new ArrayColumn(allocator, size, of(element));
      case SqlType.MapOf(SqlType key, SqlType value) ->
          new ListColumn(allocator, struct(Stream.of(key, value)));
      case SqlType.Struct(List<SqlType.Member> members) ->
          struct(members.stream().map(SqlType.Member::type));
      case SqlType.Union(List<SqlType.Member> members) ->
          struct(
              Stream.concat(
                  Stream.of(Simple.UTINYINT), members.stream().map(SqlType.Member::type)));
    };
  }

  private ColumnBuffer of(Simple type) {
    return switch (type) {
      case BOOLEAN -> new BooleanColumn(allocator);
      case TINYINT, UTINYINT -> fixed(1);
      case SMALLINT, USMALLINT -> fixed(2);
      case INTEGER, UINTEGER, FLOAT, DATE -> fixed(4);
      case BIGINT,
          UBIGINT,
          DOUBLE,
          TIME,
          TIME_NS,
          TIME_TZ,
          TIMESTAMP_S,
          TIMESTAMP_MS,
          TIMESTAMP,
          TIMESTAMP_NS,
          TIMESTAMP_TZ ->
          fixed(8);
      case HUGEINT, UHUGEINT, INTERVAL -> fixed(16);
      case UUID -> new ConvertedColumn(allocator, CellConversion.UUID);
      case VARCHAR, JSON, BLOB, GEOMETRY -> new TextColumn(allocator);
      case BIGNUM -> new RenderedColumn(allocator, Rendering.BIGNUM);
      case BIT -> new RenderedColumn(allocator, Rendering.BIT);
      case VARIANT -> new RenderedColumn(allocator, Rendering.VARIANT);
      case NULL -> new NullColumn();
    };
  }

  private ColumnBuffer decimal(int precision) {
    if (precision <= 4) {
      return new ConvertedColumn(allocator, CellConversion.WIDEN_16);
    }
    if (precision <= 9) {
      return new ConvertedColumn(allocator, CellConversion.WIDEN_32);
    }
    return precision <= 18 ? new ConvertedColumn(allocator, CellConversion.WIDEN_64) : fixed(16);
  }

  private ColumnBuffer fixed(int width) {
    return new FixedColumn(allocator, width);
  }

  private ColumnBuffer struct(Stream<SqlType> members) {
    return new StructColumn(allocator, members.map(this::of).toList());
  }
}
