package ai.altertable.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The source of a record of settings.
record ConfigRecord(Path path) {
  private static final Pattern HEAD = Pattern.compile("public record \\w+\\(([^)]*)\\)");
  private static final Pattern COMPONENT = Pattern.compile("(\\w+)>? (\\w+)(?:,|$)");

  String name() {
    return path.getFileName().toString().replace(".java", "");
  }

  /// What is missing.
  List<String> problems(Checkout checkout) {
    String source = checkout.read(path);
    List<String> problems = new ArrayList<>();
    Matcher components = COMPONENT.matcher(components(source));
    while (components.find()) {
      String name = components.group(2);
      if (!isGroup(components.group(1)) && !source.contains("/// @param " + name + " ")) {
        problems.add("@param " + name + " is missing");
      }
    }
    if (source.contains("throw new IllegalArgumentException")) {
      String test = checkout.read(test());
      for (String needed : List.of("void recordedDefaults()", "void badValuesAreRefusedByName()")) {
        if (!test.contains(needed)) {
          problems.add(test().getFileName() + " has no " + needed);
        }
      }
    }
    return problems;
  }

  private static String components(String source) {
    Matcher head = HEAD.matcher(source);
    return head.find() ? head.group(1).replaceAll("\\s+", " ").strip() : "";
  }

  /// Other records of settings document themselves.
  private static boolean isGroup(String type) {
    return type.endsWith("Config")
        || type.endsWith("Limits")
        || type.endsWith("Resources")
        || type.endsWith("Server");
  }

  private Path test() {
    return Path.of(
        path.toString().replace("/src/main/", "/src/test/").replace(".java", "Test.java"));
  }
}
