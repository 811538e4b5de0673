package ai.altertable.systemtests.harness;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/// Gives tests what they share, each made when it is first asked for, and keeps the logs of failed
/// ones.
final class Fixtures implements ParameterResolver, TestWatcher {
  private static final Namespace HERE = Namespace.create(Fixtures.class);
  private static final Path KEPT = Path.of("target", "system-tests", "failed");

  /// The program for the whole run; ends whatever still runs after it.
  private record Run(Program program) implements AutoCloseable {
    @Override
    public void close() {
      program.end();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Program.class
        || type == RunningServer.class
        || type == Http.class
        || type == TestFiles.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Program.class) {
      return program(context);
    }
    if (type == TestFiles.class) {
      return store(context)
          .computeIfAbsent(TestFiles.class, _ -> new TestFiles(program(context)), TestFiles.class);
    }
    RunningServer server = server(context);
    return type == RunningServer.class ? server : server.http();
  }

  private static Program program(ExtensionContext context) {
    return store(context)
        .computeIfAbsent(Run.class, _ -> new Run(Program.ofTheCheckout()), Run.class)
        .program();
  }

  private static RunningServer server(ExtensionContext context) {
    Program program = program(context);
    return store(context)
        .computeIfAbsent(
            RunningServer.class,
            _ -> program.start(Launch.in(program.newDirectory()).withAllCompilers()),
            RunningServer.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(HERE);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    tidy(context, Optional.empty());
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
    tidy(context, Optional.of(KEPT.resolve(name.replaceAll("[^\\w.-]+", "_"))));
  }

  private static void tidy(ExtensionContext context, Optional<Path> logs) {
    Run run = store(context).get(Run.class, Run.class);
    if (run != null) {
      run.program().tidy(logs);
    }
  }
}
