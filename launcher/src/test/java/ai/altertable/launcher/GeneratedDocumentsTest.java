package ai.altertable.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.guard.SqlReference;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.launcher.command.ConfigurationReference;
import ai.altertable.launcher.metric.MetricsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The reference pages that are made from the code say what the code says. Run with
/// `-Daltertable.docs=write` to make them anew.
class GeneratedDocumentsTest {
  private static void assertCurrent(String name, String expected) throws IOException {
    Path page = Path.of("..", "docs", "reference", name);
    if ("write".equals(System.getProperty("altertable.docs"))) {
      Files.writeString(page, expected);
    }
    assertThat(page).hasContent(expected);
  }

  @Test
  void configurationReferenceIsCurrent() throws IOException {
    assertCurrent("configuration.md", ConfigurationReference.page());
  }

  @Test
  void sqlReferenceIsCurrent() throws IOException {
    assertCurrent("sql.md", SqlReference.page());
  }

  @Test
  void metricsReferenceIsCurrent() throws IOException {
    assertCurrent("metrics.md", MetricsReference.page());
  }

  @Test
  void errorReferenceIsCurrent() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Error codes

            Every error has a stable code, a SQLSTATE and an id. Codes never change their meaning. The id is in the log
            of the server or of the worker too, where the error is the platform's own fault.

            | code | kind | SQLSTATE | worth trying again unchanged |
            |---|---|---|---|
            """);
    for (ErrorCode code : ErrorCode.values()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(code, code.kind(), code.sqlState(), code.retryable() ? "yes" : "no"));
    }
    assertCurrent("errors.md", page.toString());
  }
}
