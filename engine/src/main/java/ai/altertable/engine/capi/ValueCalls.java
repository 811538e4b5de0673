package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/// Values that are bound to parameters.
final class ValueCalls {
  final Calls.Of0 createNull;
  final Calls.Of1 createBool;
  final Calls.Of1 createInt;
  final Calls.Of1 createLong;
  final Calls.OfStruct createHugeint;
  final Calls.OfStruct createUhugeint;
  final Calls.OfStruct createDecimal;
  final Calls.OfDouble createDouble;
  final Calls.Of2 createText;
  final Calls.Of2 createBlob;
  final Calls.OfStruct createDate;
  final Calls.OfStruct createTime;
  final Calls.OfStruct createTimestamp;
  final Calls.OfStruct createTimestampTz;
  final Calls.OfStruct createInterval;
  final Calls.OfStruct createUuid;
  final Calls.Of3 createList;
  final Calls.Of1 destroy;

  ValueCalls(Symbols symbols) {
    createNull = symbols.of0("duckdb_create_null_value", JAVA_LONG);
    createBool = symbols.ofSmall("duckdb_create_bool", JAVA_BOOLEAN);
    createInt = symbols.ofSmall("duckdb_create_int32", JAVA_INT);
    createLong = symbols.of1("duckdb_create_int64", JAVA_LONG);
    createHugeint = symbols.ofStruct("duckdb_create_hugeint", JAVA_LONG, Structs.HUGEINT);
    createUhugeint = symbols.ofStruct("duckdb_create_uhugeint", JAVA_LONG, Structs.HUGEINT);
    createDecimal = symbols.ofStruct("duckdb_create_decimal", JAVA_LONG, Structs.DECIMAL);
    createDouble = symbols.ofDouble("duckdb_create_double");
    createText = symbols.of2("duckdb_create_varchar_length", JAVA_LONG);
    createBlob = symbols.of2("duckdb_create_blob", JAVA_LONG);
    createDate = symbols.ofStruct("duckdb_create_date", JAVA_LONG, Structs.DAYS);
    createTime = symbols.ofStruct("duckdb_create_time", JAVA_LONG, Structs.MICROS);
    createTimestamp = symbols.ofStruct("duckdb_create_timestamp", JAVA_LONG, Structs.MICROS);
    createTimestampTz = symbols.ofStruct("duckdb_create_timestamp_tz", JAVA_LONG, Structs.MICROS);
    createInterval = symbols.ofStruct("duckdb_create_interval", JAVA_LONG, Structs.INTERVAL);
    createUuid = symbols.ofStruct("duckdb_create_uuid", JAVA_LONG, Structs.HUGEINT);
    createList = symbols.of3("duckdb_create_list_value", JAVA_LONG);
    destroy = symbols.of1("duckdb_destroy_value", null);
  }
}
