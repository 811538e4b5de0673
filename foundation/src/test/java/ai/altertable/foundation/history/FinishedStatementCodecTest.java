package ai.altertable.foundation.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedStatementCodecTest {
  private static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final int REPORT_BYTES_MAX = 1 << 20;

  private static FinishedStatement statement(String text, String other) {
    return new FinishedStatement(
        new UUID(1, 2),
        new QueryStart(
            Work.QUERY,
            new QueryId(new UUID(3, 4)),
            new SessionId("s" + other.substring(0, Math.min(254, other.length()))),
            new Principal(new UUID(5, 6), other),
            ClientInterface.HTTP,
            other,
            text,
            false,
            Optional.of(other),
            other),
        BEGAN,
        BEGAN.plusMillis(1500),
        1,
        Long.MAX_VALUE,
        3,
        Optional.of(new Failure("INTERNAL", other)));
  }

  private static FinishedStatement again(FinishedStatement statement) {
    Report report = FinishedStatementCodec.encode(statement);
    assertThat(report.id()).isEqualTo(statement.id());
    assertThat(report.text()).doesNotContain("\n").doesNotContain("\r");
    assertThat(report.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(REPORT_BYTES_MAX);
    return FinishedStatementCodec.decode(report);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "a \"quoted\" \\ b\\\"",
        "lines\r\n\tand\u0001\u001f\u007f\u0085\u2028\u2029 ends",
        "é 漢 😀 \uFFFD \uFEFF",
        "{\"text\": \"}\"}, \\u0000",
        "'; drop table x; --"
      })
  void anyTextComesBack(String text) {
    FinishedStatement statement = statement(text, text);

    assertThat(again(statement)).isEqualTo(statement);
  }

  @Test
  void randomTextsComeBackAsTheyWereAbridged() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      String text =
          random
              .ints(random.nextInt(80), 0, random.nextBoolean() ? 0x10000 : 0x80)
              .collect(StringBuilder::new, (all, c) -> all.append((char) c), StringBuilder::append)
              .toString();
      FinishedStatement statement = statement(text, text);

      FinishedStatement again = again(statement);

      assertThat(again.start()).as("seed %s", seed).isEqualTo(Abridgement.of(statement.start()));
      assertThat(again.start().text()).as("seed %s", seed).hasSize(text.length());
    }
  }

  @Test
  void whatNoDatabaseKeepsIsReplaced() {
    FinishedStatement again = again(statement("a\u0000b\uD83Dc\uDE00", "\u0000"));

    assertThat(again.start().text()).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    assertThat(again.failure().orElseThrow().message()).isEqualTo("\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u0001", "\u0000", "\"", "é", "漢", "😀", "\uD83D"})
  void longTextsAreCutWithAMark(String piece) {
    String text = piece.repeat((17 << 20) / piece.length());

    QueryStart once = Abridgement.of(statement(text, text).start());
    FinishedStatement again = again(statement(text, text));

    assertThat(again.start()).isEqualTo(once).isEqualTo(Abridgement.of(once));
    assertThat(once.text())
        .endsWith("… [" + text.length() + " characters in all]")
        .hasSizeGreaterThan(Abridgement.TEXT_BYTES_MAX / 8);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(once.text())).isTrue();
  }

  @Test
  void textOfJustTheLimitIsNotCut() {
    String text = "x".repeat(Abridgement.TEXT_BYTES_MAX);

    assertThat(again(statement(text, "")).start().text()).isEqualTo(text);
    assertThat(again(statement(text + "x", "")).start().text()).contains("[262145 characters");
  }

  @Test
  void endBeforeTheBeginningIsTheBeginning() {
    String begun = FinishedStatementCodec.begun(statement("SELECT 1", "").start(), BEGAN);
    String text =
        FinishedStatementCodec.ended(begun, BEGAN.minusSeconds(9), 0, 0, 0, Optional.empty());

    assertThat(FinishedStatementCodec.decode(new Report(new UUID(1, 2), text)).ended())
        .isEqualTo(BEGAN);
  }

  @Test
  void malformedTextIsRefusedWithoutBeingRepeated() {
    String good = FinishedStatementCodec.encode(statement("SELECT 1", "x")).text();
    for (String bad :
        new String[] {
          "",
          "null",
          "[]",
          "secret",
          good.substring(0, good.length() - 1),
          good.replace("HTTP", "secret"),
          good.replace("\"began\"", "\"secret\""),
          good.replace("\"rows\":1", "\"rows\":\"secret\""),
          good.replace("\"rows\":1", "\"rows\":99999999999999999999"),
          good.replace("-000000000003-", "-secret-"),
          good.replace("\"session\":\"sx\"", "\"session\":\"\""),
          good.replace("0000-0000-0000-000000000003", "secret"),
        }) {
      if (!bad.equals(good)) {
        assertThatThrownBy(() -> FinishedStatementCodec.decode(new Report(new UUID(1, 2), bad)))
            .as(bad)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining("secret");
      }
    }
  }
}
