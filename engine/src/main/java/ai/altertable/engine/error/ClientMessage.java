package ai.altertable.engine.error;

import ai.altertable.engine.capi.DuckDbErrorType;
import ai.altertable.foundation.error.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The words for a client: DuckDB's, where they are meant for whoever wrote the statement, else
/// ours.
final class ClientMessage {
  /// The settings that a CSV file was read with.
  private static final Pattern CSV_SETTINGS = Pattern.compile("\n\n {2}file = .*", Pattern.DOTALL);

  private static final Pattern HINTS =
      Pattern.compile(
          "\n+(?:Possible (?:Solution|fix)|This type was |Column .* is being converted|\\* ).*",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern LINKS =
      Pattern.compile("\n*(?:See also|For more info(?:rmation)?,)[^\n]*https?://[^\n]*");

  /// What a database behind us was asked.
  private static final Pattern QUERY =
      Pattern.compile(
          "(Failed to (?:execute|prepare) query) \".*?\": (?=[A-Z]+: |$)", Pattern.DOTALL);

  /// Names that nobody was told of.
  private static final Pattern INTERNAL_SUGGESTION =
      Pattern.compile("\\s*Did you mean:? \"[^\"]*__ducklake_[^\n]*");

  private static final Pattern NO_CONNECTION_LEFT = Pattern.compile(Shapes.NO_CONNECTION_LEFT);

  private static final Set<DuckDbErrorType> FILE_TYPES =
      EnumSet.of(DuckDbErrorType.IO, DuckDbErrorType.PERMISSION, DuckDbErrorType.HTTP);

  private static final Pattern FILE_WORDS =
      Pattern.compile("(?i)\\b(?:files?|directory|path|database|extension|pattern|HTTP)\\b");

  private ClientMessage() {}

  /// @param sql the client's statement; empty when there is none
  /// @param placed whether the excerpt shows a place in it
  static String of(ErrorCode code, ErrorText text, String sql, boolean placed) {
    String head = text.type().prefix();
    String body = text.body();
    return switch (code) {
      case SERIALIZATION_FAILURE ->
          head
              + "the transaction conflicts with another one that was committed first; run it again";
      case METADATA_UNAVAILABLE ->
          head
              + (NO_CONNECTION_LEFT.matcher(body).find()
                  ? "the metadata database has no connection left; try again a little later"
                  : "the metadata database cannot be reached; try again a little later");
      case SOURCE_UNAVAILABLE -> head + "a data source cannot be reached: " + reason(body);
      case OUT_OF_MEMORY ->
          head
              + firstLine(body)
              + "; the statement needs more memory than there is: let it read or keep less, or run"
              + " it with a larger compute size";
      case DISK_FULL ->
          head
              + "there is no space left for temporary data or files: let the statement sort, group"
              + " or join less at a time, or ask the operator for more space";
      case READ_ONLY ->
          head + (body.contains("permission denied") ? "the catalog is read-only for you" : body);
      default ->
          head
              + withoutPaths(text.type(), bare(shortened(body, sql)), sql)
              + (placed ? text.place().map(Place::shown).orElse("").stripTrailing() : "");
    };
  }

  /// A value of the client's that looks like a path is left as it is.
  private static String withoutPaths(DuckDbErrorType type, String body, String sql) {
    boolean ofFiles = FILE_TYPES.contains(type) || FILE_WORDS.matcher(body).find();
    return ofFiles ? Redaction.paths(body, sql) : body;
  }

  private static String bare(String text) {
    return Redaction.metadata(Redaction.secrets(text));
  }

  private static String shortened(String body, String sql) {
    String text = CSV_SETTINGS.matcher(body).replaceFirst("");
    if (sql.isEmpty()) {
      text = HINTS.matcher(text).replaceFirst("");
    }
    text = LINKS.matcher(text).replaceAll("");
    text = QUERY.matcher(text).replaceAll("$1: ");
    return INTERNAL_SUGGESTION.matcher(text).replaceAll("").strip();
  }

  /// The last words of a message about a connection, which name no host.
  private static String reason(String body) {
    String line = firstLine(bare(body));
    String last = line.substring(line.lastIndexOf(": ") < 0 ? 0 : line.lastIndexOf(": ") + 2);
    return last.isEmpty() || last.contains("://") ? "no connection" : last.strip();
  }

  private static String firstLine(String body) {
    return body.lines().findFirst().orElse("");
  }
}
