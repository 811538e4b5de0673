package ai.altertable.engine.error;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of messages what is nobody's business.
final class Redaction {
  private static final String KEY =
      "\\b(?:host|hostaddr|port|user|dbname|passfile|password)\\s*=\\s*";

  /// `at "host=db port=5432 user=bob password=…"`, quoted or not: two keys make one.
  private static final Pattern CONNECTION_STRING =
      Pattern.compile(
          " ?(?:at )?\"(?:[^\"]*?%1$s[^\"\\s]+){2}[^\"]*\"|(?:%1$s[^\\s\"]+[ ,]*){2,}"
              .formatted(KEY));

  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(?i)\\b(password|passwd|pwd|secret|token|key_id|session_token)\\s*=\\s*"
              + "('[^']*'|[^\\s,;\"')]+)");

  private static final Pattern URL_USER = Pattern.compile("\\b(\\w+://)[^\\s/\"'@]+@");

  /// An absolute path of at least two parts, or an address in object storage.
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\w/.:])(?:[a-zA-Z]:[\\\\/]|/|(?:s3|s3a|s3n|gs|gcs|r2|az|azure|abfss|file|https?)://)"
              + "(?:[^\\s\"'<>|,;]*[\\\\/])([^\\s\"'<>|,;\\\\/]*)");

  private Redaction() {}

  /// Without connection strings and credentials.
  static String secrets(String text) {
    String bare = CONNECTION_STRING.matcher(text).replaceAll("");
    bare = CREDENTIAL.matcher(bare).replaceAll("$1=***");
    return URL_USER.matcher(bare).replaceAll("$1***@");
  }

  /// Paths shortened to the file's name, but for those that stand in the statement: its author
  /// knows them.
  static String paths(String text, String sql) {
    return PATH.matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(sql.contains(match.group()) ? match.group() : name(match)));
  }

  private static String name(MatchResult match) {
    return match.group(1).isEmpty() ? "…" : match.group(1);
  }
}
