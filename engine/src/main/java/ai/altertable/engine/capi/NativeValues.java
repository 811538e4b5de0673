package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// Makes DuckDB's values of ours. Who makes one destroys it.
final class NativeValues {
  private final CApi api;
  private final Arena arena;

  private NativeValues(CApi api, Arena arena) {
    this.api = api;
    this.arena = arena;
  }

  /// @throws PlatformException INVALID_PARAMETER, NUMERIC_VALUE_OUT_OF_RANGE
  static long create(CApi api, Value value) {
    try (Arena arena = Arena.ofConfined()) {
      return new NativeValues(api, arena).create(value);
    }
  }

  private long create(Value value) {
    ValueCalls calls = api.value();
    return switch (value) {
      case Value.Null() -> calls.createNull.call();
      case Value.Bool(boolean bool) -> calls.createBool.call(bool ? 1 : 0);
      case Value.Int(BigInteger integer) -> integer(integer);
      case Value.Float64(double number) -> calls.createDouble.call(number);
      case Value.Decimal(BigDecimal decimal) -> decimal(decimal);
      case Value.Text(String text) -> bytes(calls.createText, Utf8.encode(text));
      case Value.Bytes(byte[] bytes) -> bytes(calls.createBlob, bytes);
      case Value.Date(LocalDate date) -> calls.createDate.call(days(date));
      case Value.Time(var time) -> calls.createTime.call(micros(time.toNanoOfDay() / 1000));
      case Value.Timestamp(var timestamp) ->
          calls.createTimestamp.call(micros(BoundTimes.micros(timestamp)));
      case Value.TimestampTz(var instant) ->
          calls.createTimestampTz.call(micros(BoundTimes.micros(instant)));
      case Value.Uuid(UUID uuid) ->
          calls.createUuid.call(
              words(uuid.getLeastSignificantBits(), uuid.getMostSignificantBits()));
      case Value.Interval(int months, int days, long micros) ->
          calls.createInterval.call(interval(months, days, micros));
      case Value.Many(List<Value> values) -> list(values);
    };
  }

  private long integer(BigInteger value) {
    ValueCalls calls = api.value();
    MemorySegment words = words(value.longValue(), value.shiftRight(64).longValue());
    return switch (ValueTypes.of(value)) {
      case INTEGER -> calls.createInt.call(value.intValueExact());
      case BIGINT -> calls.createLong.call(value.longValueExact());
      case HUGEINT -> calls.createHugeint.call(words);
      default -> calls.createUhugeint.call(words);
    };
  }

  private long decimal(BigDecimal value) {
    SqlType.Decimal type = ValueTypes.of(value);
    BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
    MemorySegment struct = arena.allocate(Structs.DECIMAL);
    struct.set(JAVA_BYTE, 0, (byte) type.precision());
    struct.set(JAVA_BYTE, 1, (byte) type.scale());
    struct.set(JAVA_LONG, 8, unscaled.longValue());
    struct.set(JAVA_LONG, 16, unscaled.shiftRight(64).longValue());
    return api.value().createDecimal.call(struct);
  }

  private long bytes(Calls.Of2 creator, byte[] bytes) {
    return creator.call(arena.allocateFrom(JAVA_BYTE, bytes).address(), bytes.length);
  }

  private long list(List<Value> values) {
    SqlType element = ValueTypes.element(values);
    MemorySegment items = arena.allocate(JAVA_LONG, Math.max(1, values.size()));
    long type = NativeTypes.create(api, element);
    try {
      for (int i = 0; i < values.size(); i++) {
        items.setAtIndex(JAVA_LONG, i, create(values.get(i)));
      }
      long list = api.value().createList.call(type, items.address(), values.size());
      if (list == 0) {
        throw new PlatformException(
            ErrorCode.INVALID_PARAMETER,
            "the elements of a list do not all fit its type, which is " + element);
      }
      return list;
    } finally {
      CApi.destroy(api.type().destroy, type);
      for (int i = 0; i < values.size(); i++) {
        CApi.destroy(api.value().destroy, items.getAtIndex(JAVA_LONG, i));
      }
    }
  }

  private MemorySegment words(long lower, long upper) {
    MemorySegment struct = arena.allocate(Structs.HUGEINT);
    struct.set(JAVA_LONG, 0, lower);
    struct.set(JAVA_LONG, 8, upper);
    return struct;
  }

  private MemorySegment days(LocalDate date) {
    MemorySegment struct = arena.allocate(Structs.DAYS);
    struct.set(JAVA_INT, 0, BoundTimes.days(date));
    return struct;
  }

  private MemorySegment micros(long micros) {
    MemorySegment struct = arena.allocate(Structs.MICROS);
    struct.set(JAVA_LONG, 0, micros);
    return struct;
  }

  private MemorySegment interval(int months, int days, long micros) {
    MemorySegment struct = arena.allocate(Structs.INTERVAL);
    struct.set(JAVA_INT, 0, months);
    struct.set(JAVA_INT, 4, days);
    struct.set(JAVA_LONG, 8, micros);
    return struct;
  }
}
