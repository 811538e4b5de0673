package ai.altertable.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirLongestWord() {
    TextTable table = new TextTable("ID", "STATE");
    table.add("a-long-one", "x");
    table.add("b", "");
    assertThat(table).hasToString("ID          STATE\na-long-one  x\nb\n");
  }

  @Test
  void wordsOfUsersDoNotMoveTheCursor() {
    TextTable table = new TextTable("ID");
    table.add("a\u001b[2Jb\u202e\n");
    assertThat(table).hasToString("ID\na?[2Jb??\n");
  }

  @Test
  void timesAreAsShortAsTheyCanBe() {
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(Since.between(then, then.plusMillis(59_900))).isEqualTo("59s");
    assertThat(Since.between(then, then.plusSeconds(61))).isEqualTo("1m01s");
    assertThat(Since.between(then, then.plusSeconds(7_260))).isEqualTo("2h01m");
    assertThat(Since.between(then, then.minusSeconds(5))).isEqualTo("0s");
  }
}
