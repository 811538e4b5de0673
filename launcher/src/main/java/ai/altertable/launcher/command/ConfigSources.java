package ai.altertable.launcher.command;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where an option's value comes from when the command line does not give it: the environment
/// (`ALTERTABLE_HTTP_PORT` for `--http-port`), else the configuration file (`http-port`), else its
/// default.
final class ConfigSources implements IDefaultValueProvider {
  private static final String PREFIX = "ALTERTABLE_";

  /// Names the file itself, so no option of a command.
  static final String FILE_VARIABLE = PREFIX + "CONFIG";

  /// The description key of options that say what is done once, and are no settings.
  static final String COMMAND_LINE_ONLY = "command-line-only";

  private final Map<String, String> environment;
  private final Properties file;

  private ConfigSources(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /// @param path a Java properties file: `name = value` lines, `#` comments
  /// @throws StartupFailure when it cannot be read
  static ConfigSources read(Optional<Path> path, Map<String, String> environment) {
    OncePerKey properties = new OncePerKey();
    if (path.isPresent()) {
      try (Reader reader = Files.newBufferedReader(path.get())) {
        properties.load(reader);
        properties.requireOnce();
      } catch (IOException | IllegalArgumentException failure) {
        throw new StartupFailure(
            "The configuration file %s cannot be read: %s".formatted(path.get(), reason(failure)),
            "Correct its path (--config or %s) or its contents.".formatted(FILE_VARIABLE),
            failure);
      }
    }
    return new ConfigSources(environment, properties);
  }

  /// Remembers keys that a file has more than once, of which all but the last would be lost.
  private static final class OncePerKey extends Properties {
    private static final long serialVersionUID = 1L;

    private final TreeSet<String> repeated = new TreeSet<>();

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (containsKey(key)) {
        repeated.add(String.valueOf(key));
      }
      return super.put(key, value);
    }

    private void requireOnce() {
      if (!repeated.isEmpty()) {
        throw new IllegalArgumentException(
            "it has more than one line for %s; write several values in one line, separated by \\n"
                .formatted(String.join(", ", repeated)));
      }
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof java.nio.file.NoSuchFileException
        ? "there is no such file"
        : String.valueOf(failure.getMessage());
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || COMMAND_LINE_ONLY.equals(option.descriptionKey())) {
      return null;
    }
    for (String name : option.names()) {
      String key = key(name);
      String value = environment.get(variable(key));
      if (value == null) {
        value = file.getProperty(key);
      }
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /// Sentences about settings that no option knows: misspelt, or of another version.
  ///
  /// @param names of all options, with their dashes
  List<String> unknown(Set<String> names) {
    Set<String> variables = new TreeSet<>();
    Set<String> keys = new TreeSet<>();
    for (String name : names) {
      keys.add(key(name));
      variables.add(variable(key(name)));
    }
    variables.add(FILE_VARIABLE);
    List<String> problems = new ArrayList<>();
    for (String variable : new TreeSet<>(environment.keySet())) {
      if (variable.startsWith(PREFIX) && !variables.contains(variable)) {
        problems.add("the environment variable " + variable + " is not known");
      }
    }
    for (String key : file.stringPropertyNames()) {
      if (!keys.contains(key)) {
        problems.add("the configuration file's key " + key + " is not known");
      }
    }
    return problems;
  }

  private static String key(String option) {
    return option.replaceFirst("^-+", "");
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
