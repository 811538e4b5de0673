package ai.altertable.engine.error;

import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes of DuckDB's errors what the platform's clients read: which kind of error it is, where in
/// the statement, and DuckDB's own words without what is nobody's business.
///
/// A message begins with DuckDB's name of the kind (`Catalog Error: `) and ends, where DuckDB
/// points at a place in the client's statement, with its excerpt: an empty line, `LINE n: …`, and a
/// line with a caret. Protocols that carry the position themselves may cut it off.
public final class DuckDbErrors {
  /// As DuckLake names the files of tables.
  private static final Pattern TABLE_FILE =
      Pattern.compile("ducklake-[0-9a-f-]{36}(?:-delete)?\\.parquet");

  private DuckDbErrors() {}

  /// For statements of our own, whose text is nobody's business.
  public static PlatformException translate(DuckDbFailure failure) {
    return translate(failure, "");
  }

  /// @param failure what DuckDB said
  /// @param sql the statement it said it about, as DuckDB got it; empty when that is our own
  public static PlatformException translate(DuckDbFailure failure, String sql) {
    ErrorText text = ErrorText.of(failure);
    ErrorCode code = Classification.of(text.type(), text.body());
    if (code.kind() == ErrorKind.INTERNAL || concernsOurFile(code, text.body(), sql)) {
      return internal(failure, text);
    }
    OptionalInt position =
        text.place().map(place -> place.position(sql)).orElse(OptionalInt.empty());
    String message = ClientMessage.of(code, text, sql, position.isPresent());
    return position.isPresent()
        ? PlatformException.at(position.getAsInt(), code, message)
        : new PlatformException(code, message);
  }

  /// A table's own file that is lost or damaged is nothing that the client can mend.
  private static boolean concernsOurFile(ErrorCode code, String body, String sql) {
    if (code != ErrorCode.OBJECT_NOT_FOUND && code != ErrorCode.MALFORMED_FILE) {
      return false;
    }
    Matcher file = TABLE_FILE.matcher(body);
    return file.find() && !sql.contains(file.group());
  }

  /// The operator reads everything but secrets; the client reads nothing of it.
  private static PlatformException internal(DuckDbFailure failure, ErrorText text) {
    String message = Redaction.secrets(ErrorText.bounded(failure.text()));
    DuckDbFailure cause = new DuckDbFailure(text.type(), message);
    cause.setStackTrace(failure.getStackTrace());
    return new PlatformException(ErrorCode.INTERNAL, message, cause);
  }
}
