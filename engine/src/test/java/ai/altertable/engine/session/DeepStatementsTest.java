package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.TestEngine;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Statements that are nested deep do not end the process.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepStatementsTest {
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  /// On the engine's own threads, as a front end does.
  private String value(String sql) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.submit(() -> engine.value(sql)).get();
    }
  }

  @Test
  void chainOfCommonTableExpressions() throws Exception {
    StringBuilder sql = new StringBuilder("WITH a0 AS (SELECT 7 AS i)");
    for (int i = 1; i < 250; i++) {
      sql.append(", a").append(i).append(" AS (SELECT * FROM a").append(i - 1).append(')');
    }
    assertThat(value(sql + " SELECT i FROM a249")).isEqualTo("7");
  }

  @Test
  void nestedCalls() throws Exception {
    assertThat(value("SELECT " + "list_value(".repeat(900) + "1" + ")".repeat(900)))
        .startsWith("[[[[");
  }
}
