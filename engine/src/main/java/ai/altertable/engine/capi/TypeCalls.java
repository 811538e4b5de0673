package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Logical types.
final class TypeCalls {
  final Calls.Of1 create;
  final Calls.Of1 createList;
  final Calls.Of2 createDecimal;
  final Calls.Of1 destroy;
  final Calls.Of1 id;
  final Calls.Of1 alias;
  final Calls.Of1 decimalWidth;
  final Calls.Of1 decimalScale;
  final Calls.Of1 enumSize;
  final Calls.Of2 enumLabel;
  final Calls.Of1 listChild;
  final Calls.Of1 arrayChild;
  final Calls.Of1 arraySize;
  final Calls.Of1 mapKey;
  final Calls.Of1 mapValue;
  final Calls.Of1 structSize;
  final Calls.Of2 structName;
  final Calls.Of2 structChild;
  final Calls.Of1 unionSize;
  final Calls.Of2 unionName;
  final Calls.Of2 unionChild;

  TypeCalls(Symbols symbols) {
    create = symbols.ofSmall("duckdb_create_logical_type", JAVA_INT);
    createList = symbols.of1("duckdb_create_list_type", JAVA_LONG);
    createDecimal = symbols.ofSmall2("duckdb_create_decimal_type", JAVA_BYTE);
    destroy = symbols.of1("duckdb_destroy_logical_type", null);
    id = symbols.of1("duckdb_get_type_id", JAVA_INT);
    alias = symbols.of1("duckdb_logical_type_get_alias", JAVA_LONG);
    decimalWidth = symbols.of1("duckdb_decimal_width", JAVA_BYTE);
    decimalScale = symbols.of1("duckdb_decimal_scale", JAVA_BYTE);
    enumSize = symbols.of1("duckdb_enum_dictionary_size", JAVA_INT);
    enumLabel = symbols.of2("duckdb_enum_dictionary_value", JAVA_LONG);
    listChild = symbols.of1("duckdb_list_type_child_type", JAVA_LONG);
    arrayChild = symbols.of1("duckdb_array_type_child_type", JAVA_LONG);
    arraySize = symbols.of1("duckdb_array_type_array_size", JAVA_LONG);
    mapKey = symbols.of1("duckdb_map_type_key_type", JAVA_LONG);
    mapValue = symbols.of1("duckdb_map_type_value_type", JAVA_LONG);
    structSize = symbols.of1("duckdb_struct_type_child_count", JAVA_LONG);
    structName = symbols.of2("duckdb_struct_type_child_name", JAVA_LONG);
    structChild = symbols.of2("duckdb_struct_type_child_type", JAVA_LONG);
    unionSize = symbols.of1("duckdb_union_type_member_count", JAVA_LONG);
    unionName = symbols.of2("duckdb_union_type_member_name", JAVA_LONG);
    unionChild = symbols.of2("duckdb_union_type_member_type", JAVA_LONG);
  }
}
