package ai.altertable.launcher.server;

import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.ProcessHttp;
import ai.altertable.launcher.process.UnixHttp;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The sample database of a small shop, made by the worker from a script in one transaction: all of
/// it is there, or nothing.
final class SampleDatabase {
  static final String NAME = "acme_lakehouse";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT = "sample.sql";
  private static final String IS_THERE =
      "SELECT count(*) AS found FROM information_schema.tables WHERE table_catalog = '"
          + NAME
          + "' AND table_schema = 'analytics' AND table_name = 'journey'";

  private final UnixHttp worker;
  private final PlatformGrants grants;

  SampleDatabase(UnixHttp worker, PlatformGrants grants) {
    this.worker = worker;
    this.grants = grants;
  }

  /// Makes the tables unless they are there.
  void load(Console console) {
    if (run(IS_THERE).endsWith("[1]\n")) {
      return;
    }
    console.step("Making the sample database " + NAME);
    run(script());
  }

  private static String script() {
    try (InputStream script = SampleDatabase.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException("the program is incomplete: " + SCRIPT + " is missing");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String run(String sql) {
    try {
      String request =
          JSON.createObjectNode().put("statement", sql).put("ephemeral", true).toString();
      String grant = grants.issue(Map.of(NAME, Access.WRITE));
      ProcessHttp.Answer answer = worker.post("/query", Map.of(Grant.HEADER, grant), request);
      String lastLine = answer.body().stripTrailing();
      lastLine = lastLine.substring(lastLine.lastIndexOf('\n') + 1);
      if (answer.status() != 200 || lastLine.startsWith("{\"error\"")) {
        throw failed(lastLine);
      }
      return answer.body();
    } catch (IOException failure) {
      throw failed(String.valueOf(failure.getMessage()));
    }
  }

  private static StartupFailure failed(String reason) {
    return new StartupFailure(
        "The sample database could not be made: " + reason,
        "Start without --sample, or start again: what was begun has left nothing behind.");
  }
}
