package ai.altertable.launcher.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a child process. The server holds the writing end of the child's standard input for
/// as long as the run lasts, and the kernel closes it whatever way the server ends.
final class ChildProcess {
  private static final Logger log = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration LAST_LINES_WITHIN = Duration.ofSeconds(1);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

  private final Process process;
  private final Thread output;
  private final Duration stopWithin;

  private ChildProcess(Process process, Thread output, Duration stopWithin) {
    this.process = process;
    this.output = output;
    this.stopWithin = stopWithin;
  }

  /// @throws IOException when the program is missing or the machine refuses another process
  static ChildProcess start(String name, ProcessSpec spec, NewSession session) throws IOException {
    if (!Files.isExecutable(Path.of(spec.command().getFirst()))) {
      throw new IOException("there is no program at " + spec.command().getFirst());
    }
    ProcessBuilder builder =
        new ProcessBuilder(session.wrap(spec.command()))
            .directory(spec.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    Process process = spec.start().start(builder);
    LineReader reader = new LineReader(process.getInputStream(), spec.output());
    Thread output = Thread.ofPlatform().daemon().name(name + "-output").start(reader::readAll);
    if (!spec.firstInput().value().isEmpty()) {
      byte[] input = spec.firstInput().value().getBytes(StandardCharsets.UTF_8);
      Thread.ofVirtual().name(name + "-input").start(() -> feed(process.getOutputStream(), input));
    }
    return new ChildProcess(process, output, spec.stopWithin());
  }

  private static void feed(OutputStream pipe, byte[] input) {
    try {
      pipe.write(input);
      pipe.flush();
    } catch (IOException gone) {
      log.debug("a process ended before it had read its first input: {}", gone.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  /// Waits for the end, and for the last lines that the child wrote.
  ///
  /// @return the exit status
  int await() throws InterruptedException {
    int status = process.waitFor();
    output.join(LAST_LINES_WITHIN);
    closeInput();
    return status;
  }

  /// Asks the child to end, by SIGTERM and by the end of its standard input; kills it and what it
  /// has started when it does not in time.
  void stop() throws InterruptedException {
    process.toHandle().destroy();
    closeInput();
    if (!process.waitFor(stopWithin.toMillis(), TimeUnit.MILLISECONDS)) {
      log.warn("process {} did not end within {}; killing it", pid(), stopWithin);
      kill();
    }
  }

  /// Ends the child and its descendants at once.
  void kill() throws InterruptedException {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    process.toHandle().destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    if (!process.waitFor(KILLED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      log.error("process {} cannot be killed", pid());
    }
    closeInput();
  }

  /// On a thread of its own: a first input that nobody reads would hold up the caller.
  private void closeInput() {
    Thread.ofVirtual()
        .start(() -> {
          try {
            process.getOutputStream().close();
          } catch (IOException gone) {
            log.debug("closing the input of process {}: {}", pid(), gone.getMessage());
          }
        });
  }
}
