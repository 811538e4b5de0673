package ai.altertable.engine.error;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of messages what is nobody's business.
final class Redaction {
  /// `"host=db port=5432 user=bob password=…"`, quoted or not, and URLs with a user in them.
  private static final Pattern CONNECTION_STRING =
      Pattern.compile(
          " ?(?:at )?\"[^\"]*\\b(?:host|hostaddr|user|password|dbname|passwd|pwd)\\s*=[^\"]*\"");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)\\b(host|hostaddr|port|user|password|passwd|pwd|dbname|secret|token|key_id"
              + "|session_token)\\s*=\\s*('[^']*'|[^\\s,;\"')]+)");

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
    bare = SETTING.matcher(bare).replaceAll("$1=***");
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
