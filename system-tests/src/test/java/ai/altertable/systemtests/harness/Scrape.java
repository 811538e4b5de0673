package ai.altertable.systemtests.harness;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of metrics, read as strictly as Prometheus' text format 0.0.4 is written: each metric in
/// one piece that begins with its help and its type, no sample twice, histograms that add up.
///
/// @param samples by name and labels in their order, as `name{a="b",c="d"}`
/// @param types by the metric's name
public record Scrape(Map<String, Double> samples, Map<String, String> types) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.+)");
  private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\",?");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");
  private static final List<String> SUFFIXES = List.of("_bucket", "_sum", "_count");

  /// @throws AssertionError when the text is not what the format says
  public static Scrape of(String text) {
    return new Parser().parse(text);
  }

  /// @param labels as they stand in the braces, in the order of their names
  public double value(String name, String labels) {
    String key = labels.isEmpty() ? name : name + "{" + labels + "}";
    Double found = samples.get(key);
    if (found == null) {
      throw new AssertionError("no sample " + key + " in " + samples.keySet());
    }
    return found;
  }

  /// The same where the sample may not have come to be yet: zero.
  public double valueOrZero(String name, String labels) {
    return samples.getOrDefault(labels.isEmpty() ? name : name + "{" + labels + "}", 0.0);
  }

  private static final class Parser {
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Map<String, Double> lastBucket = new HashMap<>();
    private String family = "";

    Scrape parse(String text) {
      require(text.endsWith("\n"), "the last line is not ended");
      text.lines()
          .forEach(line -> {
            if (line.startsWith("#")) {
              about(line);
            } else {
              sample(line);
            }
          });
      lastBucket.forEach((series, count) ->
          require(count.equals(samples.get(series)), series + " is not its +Inf bucket"));
      return new Scrape(samples, types);
    }

    private void about(String line) {
      Matcher matcher = ABOUT.matcher(line);
      require(matcher.matches(), line);
      String name = matcher.group(2);
      if (matcher.group(1).equals("HELP")) {
        require(helped.add(name), name + " is explained twice");
        family = name;
      } else {
        require(name.equals(family), "the type of " + name + " stands elsewhere than its help");
        require(TYPES.contains(matcher.group(3)), line);
        require(types.put(name, matcher.group(3)) == null, name + " has two types");
      }
    }

    private void sample(String line) {
      Matcher matcher = SAMPLE.matcher(line);
      require(matcher.matches(), line);
      String name = matcher.group(1);
      require(belongs(name), line + " stands among the samples of " + family);
      Map<String, String> labels = labels(matcher.group(2) == null ? "" : matcher.group(2));
      double value = number(matcher.group(3));
      require(samples.put(key(name, labels), value) == null, line + " comes twice");
      if (name.equals(family + "_bucket")) {
        bucket(labels, value);
      }
    }

    private boolean belongs(String name) {
      String type = types.getOrDefault(family, "");
      if (type.equals("histogram") || type.equals("summary")) {
        return SUFFIXES.stream().anyMatch(suffix -> name.equals(family + suffix))
            || (type.equals("summary") && name.equals(family));
      }
      require(!type.equals("counter") || name.endsWith("_total"), name + " counts without _total");
      return !type.isEmpty() && name.equals(family);
    }

    private void bucket(Map<String, String> labels, double count) {
      Map<String, String> others = new TreeMap<>(labels);
      String bound = others.remove("le");
      require(bound != null, "a bucket without a bound");
      String series = key(family + "_count", others);
      require(count >= lastBucket.getOrDefault(series, 0.0), series + " does not add up");
      lastBucket.put(series, count);
    }

    private static Map<String, String> labels(String text) {
      Map<String, String> labels = new TreeMap<>();
      Matcher matcher = LABEL.matcher(text);
      int at = 0;
      while (at < text.length()) {
        require(matcher.find() && matcher.start() == at, "bad labels: " + text);
        require(labels.put(matcher.group(1), matcher.group(2)) == null, "a label twice: " + text);
        at = matcher.end();
      }
      return labels;
    }

    private static String key(String name, Map<String, String> labels) {
      StringBuilder key = new StringBuilder();
      labels.forEach((label, value) ->
          key.append(key.isEmpty() ? "" : ",")
              .append(label)
              .append("=\"")
              .append(value)
              .append('"'));
      return key.isEmpty() ? name : name + "{" + key + "}";
    }

    private static double number(String text) {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    }

    private static void require(boolean condition, String problem) {
      if (!condition) {
        throw new AssertionError(problem);
      }
    }
  }
}
