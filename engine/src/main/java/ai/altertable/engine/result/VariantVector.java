package ai.altertable.engine.result;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import ai.altertable.engine.capi.NativeMemory;
import ai.altertable.engine.capi.NativeVector;

/// Where the parts of VARIANT values are. DuckDB keeps a column of them as `STRUCT(keys VARCHAR[],
/// children STRUCT(keys_index UINTEGER, values_index UINTEGER)[], values STRUCT(type_id UTINYINT,
/// byte_offset UINTEGER)[], data BLOB)`: value 0 of a row is its root, a nested value names its
/// first child, and the data of a value lies at its offset in the row's blob
/// (`common/types/variant.hpp`, `function/scalar/variant_utils.hpp`).
final class VariantVector {
  static final int DATA = 3;

  private static final int KEYS = 0;
  private static final int CHILDREN = 1;
  private static final int VALUES = 2;

  private final long keys;
  private final long keyTexts;
  private final long children;
  private final long keyIndexes;
  private final long valueIndexes;
  private final long values;
  private final long typeIds;
  private final long byteOffsets;
  private final long data;

  VariantVector(NativeVector vector) {
    NativeVector keyLists = vector.structChild(KEYS);
    NativeVector childLists = vector.structChild(CHILDREN);
    NativeVector valueLists = vector.structChild(VALUES);
    this.keys = keyLists.cells();
    this.keyTexts = keyLists.listChild().cells();
    this.children = childLists.cells();
    this.keyIndexes = childLists.listChild().structChild(0).cells();
    this.valueIndexes = childLists.listChild().structChild(1).cells();
    this.values = valueLists.cells();
    this.typeIds = valueLists.listChild().structChild(0).cells();
    this.byteOffsets = valueLists.listChild().structChild(1).cells();
    this.data = vector.structChild(DATA).cells();
  }

  int type(long row, long value) {
    return NativeMemory.ALL.get(JAVA_BYTE, typeIds + first(values, row) + value) & 0xFF;
  }

  /// Where the value's data begins.
  long address(long row, long value) {
    long cell = data + row * DuckString.WIDTH;
    return DuckString.content(cell, DuckString.length(cell))
        + word(byteOffsets, first(values, row) + value);
  }

  /// Which value of the row a child is.
  long childValue(long row, long child) {
    return word(valueIndexes, first(children, row) + child);
  }

  /// The key under which an object has a child.
  byte[] childKey(long row, long child) {
    long key = first(keys, row) + word(keyIndexes, first(children, row) + child);
    return DuckString.bytes(keyTexts + key * DuckString.WIDTH);
  }

  /// Where a row's list begins in its child vector.
  private static long first(long lists, long row) {
    return NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, lists + 16 * row);
  }

  private static long word(long cells, long index) {
    return Integer.toUnsignedLong(NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cells + 4 * index));
  }
}
