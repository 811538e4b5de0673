package ai.altertable.foundation.error;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one exception that crosses module boundaries. It carries what every protocol needs to answer
/// and what the log needs to find the occurrence again.
///
/// The message is written for the client: what went wrong, where, what to do. For
/// [ErrorKind#INTERNAL] it is written for the operator, and clients get [#clientMessage] instead.
public final class PlatformException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final transient ErrorId id = ErrorId.random();
  private final transient List<Detail> details;
  private final transient Optional<Integer> position;

  private PlatformException(
      ErrorCode code,
      String message,
      @Nullable Throwable cause,
      Optional<Integer> position,
      List<Detail> details) {
    super(message, cause);
    this.code = code;
    this.position = position;
    this.details = List.copyOf(details);
  }

  public PlatformException(ErrorCode code, String message, Detail... details) {
    this(code, message, null, Optional.empty(), List.of(details));
  }

  public PlatformException(ErrorCode code, String message, Throwable cause, Detail... details) {
    this(code, message, cause, Optional.empty(), List.of(details));
  }

  /// An error at a place in the statement.
  ///
  /// @param position in characters, the statement's first one being 1
  public static PlatformException at(int position, ErrorCode code, String message) {
    return new PlatformException(code, message, null, Optional.of(position), List.of());
  }

  /// Wraps what nobody foresaw; passes through what is already ours.
  public static PlatformException from(Throwable failure) {
    if (failure instanceof PlatformException known) {
      return known;
    }
    return new PlatformException(ErrorCode.INTERNAL, String.valueOf(failure.getMessage()), failure);
  }

  public ErrorCode code() {
    return code;
  }

  public ErrorId id() {
    return id;
  }

  /// Where in the statement, in characters counted from 1.
  public Optional<Integer> position() {
    return position;
  }

  public List<Detail> details() {
    return details;
  }

  /// What a client may read: the message, or for our own faults only the code and the id under
  /// which the log tells more.
  public String clientMessage() {
    if (code.kind() == ErrorKind.INTERNAL) {
      return "internal error " + id + "; the server's log tells more under this id";
    }
    return String.valueOf(getMessage());
  }

  /// One line for the log: code, id, message and the safe details.
  public String logLine() {
    return code + " [" + id + "] " + getMessage() + (details.isEmpty() ? "" : " " + details);
  }
}
