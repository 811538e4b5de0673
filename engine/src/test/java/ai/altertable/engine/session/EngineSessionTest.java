package ai.altertable.engine.session;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.testing.SessionContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineSessionTest extends SessionContract {
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) {
    engine = TestEngine.start(directory);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Override
  protected SessionFactory sessions() {
    return engine.engine();
  }

  @Override
  protected SessionRequest request(Optional<SessionId> id, boolean keep) {
    return TestEngine.request(Access.WRITE, id, keep);
  }
}
