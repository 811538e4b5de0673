package ai.altertable.benchmarks.process;

import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.measure.Table;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// The baseline: DuckDB's Python package in a process that stays warm. Times are taken there,
/// around the statement alone. Confined to one thread.
public final class InProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROGRAM = "benchmarks/src/main/python/in_process.py";
  private static final long STOP_SECONDS = 10;

  /// What is done with a result within the time.
  public enum Take {
    /// All rows become Python objects. For small results.
    OBJECTS,
    /// DuckDB holds the whole result in its memory.
    RESULT,
    /// What a statement has written is brought to the disk.
    SYNCED
  }

  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private InProcess(Process process) {
    this.process = process;
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  /// Starts the program and opens an empty database in memory.
  ///
  /// @param temporary where it may spill
  public static InProcess start(Settings settings, List<String> extensions, Path temporary) {
    ProcessBuilder command =
        new ProcessBuilder(
                settings.python().toString(), settings.home().resolve(PROGRAM).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      InProcess program = new InProcess(command.start());
      ObjectNode request = program.request("open");
      request.put("threads", settings.threads());
      request.put("memory", settings.memoryMebibytes() + "MiB");
      request.put("temporary", temporary.toString());
      settings.extensions(extensions).forEach(request.putArray("extensions")::add);
      program.ask(request);
      return program;
    } catch (IOException failure) {
      throw new UncheckedIOException("the baseline cannot be started", failure);
    }
  }

  public Process process() {
    return process;
  }

  public void execute(String... statements) {
    ObjectNode request = request("execute");
    List.of(statements).forEach(request.putArray("statements")::add);
    ask(request);
  }

  public Table table(String statement) {
    return Table.ofJson(ask(request("rows").put("statement", statement)).path("rows"));
  }

  /// Runs statements one after the other.
  ///
  /// @return seconds of each
  public Series time(Take take, Collection<String> statements) {
    return time(take, statements, Path.of("/nonexistent"));
  }

  /// As above; `directory` is where new files are looked for, for [Take#SYNCED].
  public Series time(Take take, Collection<String> statements, Path directory) {
    ObjectNode request = request("time");
    request.put("take", take.name().toLowerCase(Locale.ROOT));
    request.put("directory", directory.toString());
    statements.forEach(request.putArray("statements")::add);
    JsonNode seconds = ask(request).path("seconds");
    return Series.of(
        StreamSupport.stream(seconds.spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray());
  }

  /// Runs statements in their order, again and again, by several clients at once.
  ///
  /// @param gate how many of them may be in the engine, the others waiting in a line; 0: all What
  ///   fails, as for want of memory, is counted.
  public Together load(
      List<String> statements, String catalog, int clients, int gate, double seconds) {
    ObjectNode request = request("load");
    statements.forEach(request.putArray("statements")::add);
    request
        .put("catalog", catalog)
        .put("clients", clients)
        .put("gate", gate)
        .put("seconds", seconds);
    JsonNode answer = ask(request);
    List<Done> done =
        StreamSupport.stream(answer.path("done").spliterator(), false)
            .map(one -> new Done(one.get(0).asInt(), one.get(1).asDouble()))
            .toList();
    return new Together(done, answer.path("errors").asInt());
  }

  private ObjectNode request(String operation) {
    return JSON.createObjectNode().put("op", operation);
  }

  private JsonNode ask(ObjectNode request) {
    try {
      requests.write(request + "\n");
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the baseline has ended at " + request);
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new IllegalStateException("in process: " + answer.path("error").asText());
      }
      return answer;
    } catch (IOException failure) {
      throw new UncheckedIOException("the baseline is gone", failure);
    }
  }

  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
