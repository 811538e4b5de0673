package ai.altertable.rest.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowEncoderTest {
  private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
      (left, right) ->
          left.isNumber() && right.isNumber()
              ? left.decimalValue().compareTo(right.decimalValue())
              : left.equals(right) ? 0 : 1;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingIsFreed() {
    allocator.close();
  }

  @ParameterizedTest
  @EnumSource(Simple.class)
  void valuesOfSimpleTypesReadBack(Simple type) {
    readsBack(type, 3000, new Random().nextLong(), ZoneId.of("Asia/Kathmandu"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Etc/UTC", "Europe/Paris", "America/St_Johns", "Africa/Monrovia", "+05:30"})
  void timestampsReadBackInEveryZone(String zone) {
    readsBack(Simple.TIMESTAMP_TZ, 5000, new Random().nextLong(), ZoneId.of(zone));
  }

  @Test
  void valuesOfAnyTypeReadBack() {
    for (int i = 0; i < 300; i++) {
      long seed = new Random().nextLong();
      SqlType type = new RandomValues(new Random(seed)).type(3);
      readsBack(type, 40, seed, ZoneId.of("Europe/Paris"));
    }
  }

  private void readsBack(SqlType type, int rows, long seed, ZoneId zone) {
    RandomValues random = new RandomValues(new Random(seed));
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(random.nullable(type));
    }
    List<String> lines = encode(type, values, zone);
    Expected expected = new Expected(zone);
    assertThat(lines).as("seed %d, %s", seed, type).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      JsonNode row = Expected.parse(lines.get(i));
      assertThat(row.get(0).equals(NUMBERS_BY_VALUE, expected.of(type, values.get(i))))
          .as(
              "seed %d, row %d, %s: %s instead of %s",
              seed, i, type, lines.get(i), expected.of(type, values.get(i)))
          .isTrue();
    }
  }

  private List<String> encode(SqlType type, List<? extends @Nullable Object> values, ZoneId zone) {
    RowSchema schema = Batches.schema(type);
    JsonBuffer out = new JsonBuffer(1, 1 << 28);
    try (VectorSchemaRoot batch = Batches.batch(allocator, schema, List.of(values))) {
      RowEncoder encoder = new RowEncoder(schema, zone);
      encoder.load(batch);
      for (int row = 0; row < batch.getRowCount(); row++) {
        encoder.writeLine(row, out);
      }
    }
    String text = new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
    return text.lines().toList();
  }

  @Test
  void severalColumnsStandInOrder() {
    RowSchema schema = Batches.schema(Simple.INTEGER, Simple.VARCHAR, Simple.BOOLEAN);
    JsonBuffer out = new JsonBuffer(16, 1 << 20);
    try (VectorSchemaRoot batch =
        Batches.batch(
            allocator, schema, List.of(List.of(1, 2), List.of("a", "b"), List.of(true, false)))) {
      RowEncoder encoder = new RowEncoder(schema, ZoneId.of("UTC"));
      encoder.load(batch);
      encoder.writeLine(1, out);
      encoder.writeLine(0, out);
    }
    assertThat(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8))
        .isEqualTo("[2,\"b\",false]\n[1,\"a\",true]\n");
  }

  @Test
  void batchWithoutRowsCanBeLoaded() {
    assertThat(encode(new SqlType.ListOf(Simple.VARCHAR), List.of(), ZoneId.of("UTC"))).isEmpty();
  }

  @Test
  void nextBatchReplacesTheOneBefore() {
    RowSchema schema = Batches.schema(Simple.VARCHAR);
    RowEncoder encoder = new RowEncoder(schema, ZoneId.of("UTC"));
    JsonBuffer out = new JsonBuffer(16, 1 << 20);
    for (String value : List.of("one", "two")) {
      try (VectorSchemaRoot batch = Batches.batch(allocator, schema, List.of(List.of(value)))) {
        encoder.load(batch);
        encoder.writeLine(0, out);
      }
    }
    assertThat(new String(out.array(), 0, out.size(), StandardCharsets.UTF_8))
        .isEqualTo("[\"one\"]\n[\"two\"]\n");
  }

  @Test
  void rowBeyondTheLimitFails() {
    RowSchema schema = Batches.schema(Simple.BLOB);
    JsonBuffer out = new JsonBuffer(16, 1 << 20);
    try (VectorSchemaRoot batch =
        Batches.batch(allocator, schema, List.of(List.of(new byte[1 << 20])))) {
      RowEncoder encoder = new RowEncoder(schema, ZoneId.of("UTC"));
      encoder.load(batch);
      assertThatThrownBy(() -> encoder.writeLine(0, out))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("1 MiB");
    }
  }

  @Test
  void vectorOfAnotherLayoutIsRefused() {
    Field field = Batches.field("a", Simple.INTEGER);
    try (VectorSchemaRoot batch = VectorSchemaRoot.create(new Schema(List.of(field)), allocator)) {
      ((IntVector) batch.getVector(0)).setSafe(0, 1);
      batch.setRowCount(1);
      RowEncoder encoder = new RowEncoder(Batches.schema(Simple.BIGINT), ZoneId.of("UTC"));
      assertThatThrownBy(() -> encoder.load(batch))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'a'")
          .hasMessageContaining("INT");
    }
  }

  @Test
  void nullsAreWrittenForEveryType() {
    for (Simple type : Simple.values()) {
      assertThat(encode(type, Collections.nCopies(9, null), ZoneId.of("UTC")))
          .containsOnly("[null]");
    }
  }
}
