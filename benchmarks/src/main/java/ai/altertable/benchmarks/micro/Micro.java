package ai.altertable.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/// `./bench micro`: runs JMH, with its own options after a pattern of names.
public final class Micro {
  private static final String ALL = "ai.altertable.benchmarks.micro";

  private Micro() {}

  public static void main(String[] words) throws IOException {
    Path output =
        Files.createDirectories(
            Path.of(System.getProperty("altertable.home", "")).resolve("target/bench"));
    Stream<String> kept =
        Stream.of("-rf", "json", "-rff", output.resolve("micro.json").toString(), "-foe", "true");
    Stream<String> chosen = words.length == 0 ? Stream.of(ALL) : Arrays.stream(words);
    Main.main(Stream.concat(chosen, kept).toArray(String[]::new));
  }
}
