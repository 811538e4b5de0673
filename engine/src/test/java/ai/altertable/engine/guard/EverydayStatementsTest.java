package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guard lets pass is what people need: it runs.
class EverydayStatementsTest {
  @Test
  void everydayStatementsRun(@TempDir Path directory) {
    List<String> failures = new ArrayList<>();
    try (TestEngine engine = TestEngine.start(directory);
        Session session = engine.open()) {
      for (String sql : SqlCorpus.everyday()) {
        try {
          Answers.rows(session, sql);
        } catch (PlatformException failure) {
          failures.add(sql + "\n  " + failure.code() + " " + failure.getMessage());
        }
      }
    }
    assertThat(failures).isEmpty();
  }
}
