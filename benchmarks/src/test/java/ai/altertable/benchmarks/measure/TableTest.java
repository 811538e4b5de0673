package ai.altertable.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Table table(String... cells) {
    return new Table(List.of(List.of(cells)));
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    Table one = new Table(List.of(List.of("a"), List.of("b")));
    Table other = new Table(List.of(List.of("b"), List.of("a")));

    assertThat(one.difference(other)).isEmpty();
  }

  @Test
  void repeatedRowsAreCounted() {
    Table one = new Table(List.of(List.of("a"), List.of("a"), List.of("b")));
    Table other = new Table(List.of(List.of("a"), List.of("b"), List.of("b")));

    assertThat(one.difference(other)).isPresent();
  }

  @Test
  void numbersMayDifferInTheirLastDigits() {
    assertThat(table("0.30000000000000004").difference(table("0.3"))).isEmpty();
    assertThat(table("1E+2").difference(table("100"))).isEmpty();
    assertThat(table("0.31").difference(table("0.3"))).isPresent();
    assertThat(table("0").difference(table("1e-12"))).isPresent();
  }

  @Test
  void textsMustBeTheSame() {
    assertThat(table("Paris").difference(table("paris"))).hasValue("[Paris] against [paris]");
    assertThat(table("NULL").difference(table("0"))).isPresent();
  }

  @Test
  void aMissingRowOrCellIsADifference() {
    assertThat(table("a").difference(new Table(List.of()))).hasValue("1 rows against 0");
    assertThat(table("a", "b").difference(table("a"))).isPresent();
  }

  @Test
  void readsWhatTheServerAndTheBaselineWrite() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();

    Table ours = Table.ofJson(json.readTree("[[1, 37734107.00, \"N\", null]]"));
    Table baseline = Table.ofJson(json.readTree("[[1, \"37734107.00\", \"N\", null]]"));

    assertThat(ours.difference(baseline)).isEmpty();
  }
}
