package ai.altertable.launcher.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A program that sets up its own signal handlers, as PostgreSQL does. A shell cannot play it: it
/// does not trap signals that were ignored when it began.
final class SignalledProgram {
  private SignalledProgram() {}

  /// Prints its process id, then runs until the signal comes, says so and ends with the status.
  static List<String> onSignal(String signal, int status) {
    Path perl = Executables.ofThisProcess().find("perl").orElse(Path.of("no perl"));
    assumeTrue(Files.isExecutable(perl), "this test needs Perl");
    String script =
        """
        $| = 1;
        $SIG{%1$s} = sub { print "got %1$s\n"; exit %2$d };
        print "$$\n";
        select undef, undef, undef, 0.05 while 1;
        """
            .formatted(signal, status);
    return List.of(perl.toString(), "-e", script);
  }
}
