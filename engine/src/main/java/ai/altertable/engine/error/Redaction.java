package ai.altertable.engine.error;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of messages what is nobody's business.
final class Redaction {
  /// A word of a connection string with its value. Two of them in a row make one.
  private static final Pattern SETTING =
      Pattern.compile(
          "\\b(?:host|hostaddr|port|user|dbname|passfile|password)\\s*+=\\s*+[^\\s\",]++[ ,]*+");

  /// A server's address and the name of a login, as PostgreSQL's client library tells them.
  private static final Pattern SERVER =
      Pattern.compile(
          "\\b(connection to server|translate host name|entry for host|for user)"
              + "(?: at)?+ \"[^\"\\n]*+\"(?: \\([^)\\n]*+\\))?+(?:, port \\d++)?+");

  /// What the platform calls a catalog's schema and roles in the metadata database.
  private static final Pattern METADATA_NAME =
      Pattern.compile("\\b(?:__metadata_|__lake_)?lake_[0-9a-f]{32}(?:_owner|_reader)?\\b");

  private static final Pattern QUOTED = Pattern.compile("(?: at| )?+\"[^\"]*+\"");

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
    String bare =
        QUOTED
            .matcher(text)
            .replaceAll(match ->
                settings(match.group()) > 1 ? "" : Matcher.quoteReplacement(match.group()));
    bare = withoutSettings(bare);
    bare = CREDENTIAL.matcher(bare).replaceAll("$1=***");
    return URL_USER.matcher(bare).replaceAll("$1***@");
  }

  /// Without what tells where the metadata database is, and what its roles and schemas are called.
  static String metadata(String text) {
    return METADATA_NAME.matcher(SERVER.matcher(text).replaceAll("$1")).replaceAll("…");
  }

  private static long settings(String text) {
    return SETTING.matcher(text).results().count();
  }

  /// Without runs of two settings and more.
  private static String withoutSettings(String text) {
    StringBuilder kept = new StringBuilder();
    int copied = 0;
    int from = -1;
    int count = 0;
    int end = -1;
    for (Matcher matcher = SETTING.matcher(text); matcher.find(); end = matcher.end()) {
      if (matcher.start() != end) {
        copied = cut(text, kept, copied, from, end, count);
        from = matcher.start();
        count = 0;
      }
      count++;
    }
    copied = cut(text, kept, copied, from, end, count);
    return kept.append(text, copied, text.length()).toString();
  }

  private static int cut(
      String text, StringBuilder kept, int copied, int from, int end, int count) {
    if (count < 2) {
      return copied;
    }
    kept.append(text, copied, from);
    return end;
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
