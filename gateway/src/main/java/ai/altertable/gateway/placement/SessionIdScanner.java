package ai.altertable.gateway.placement;

import ai.altertable.foundation.session.SessionId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Finds the member `session_id` of the JSON object in a request's body, as the worker will read
/// it: the last one of several, whatever surrounds it. Takes the body in pieces of any size, and
/// keeps nothing of it but the names and texts at the top that are short enough to be it.
///
/// It does not check the JSON, which is the worker's to do: of a text that the worker refuses, any
/// answer will do. Confined to one thread.
public final class SessionIdScanner implements ByteProcessor {
  private static final String NAME = "session_id";

  /// A name of so many letters, each as `\\u0000`, and its quotes.
  private static final int NAME_BYTES_MAX = 6 * NAME.length() + 2;

  /// Likewise.
  private static final int VALUE_BYTES_MAX = 6 * 255 + 2;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ByteArrayOutputStream text = new ByteArrayOutputStream(64);
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean inValue;

  /// The text under way, or the last one, may be a name or the value that is looked for.
  private boolean capturing;

  private boolean isWanted;
  private Optional<SessionId> found = Optional.empty();

  public void add(ByteBuf piece) {
    piece.forEachByte(this);
  }

  /// What has been found in what has come so far.
  public Optional<SessionId> found() {
    return found;
  }

  @Override
  public boolean process(byte next) {
    if (inString) {
      inString(next);
    } else {
      structure(next);
    }
    return true;
  }

  private void inString(byte next) {
    if (capturing) {
      capture(next);
    }
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      inString = false;
      ended();
    }
  }

  private void capture(byte next) {
    text.write(next);
    if (text.size() > (inValue ? VALUE_BYTES_MAX : NAME_BYTES_MAX)) {
      capturing = false;
    }
  }

  private void structure(byte next) {
    switch (next) {
      case '"' -> {
        inString = true;
        capturing = depth == 1 && (!inValue || isWanted);
        if (capturing) {
          text.reset();
          text.write(next);
        }
      }
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case ':' -> {
        if (depth == 1) {
          inValue = true;
          if (isWanted) {
            found = Optional.empty();
          }
        }
      }
      case ',' -> {
        if (depth == 1) {
          inValue = false;
          isWanted = false;
        }
      }
      default -> {}
    }
  }

  private void ended() {
    if (depth == 1 && !inValue) {
      isWanted = capturing && NAME.equals(decoded());
    } else if (depth == 1 && isWanted) {
      String value = capturing ? decoded() : "";
      found = id(value);
    }
  }

  /// Others are refused by the worker, or mean none.
  private static Optional<SessionId> id(String value) {
    return value.isEmpty() || value.length() > 255
        ? Optional.empty()
        : Optional.of(new SessionId(value));
  }

  private String decoded() {
    try {
      return JSON.readValue(text.toByteArray(), String.class);
    } catch (IOException malformed) {
      return "";
    }
  }

  /// The same for a body in UTF-16 or UTF-32, which JSON should not be in, but workers read.
  public static Optional<SessionId> ofWhole(byte[] body) {
    try {
      JsonNode value = JSON.readTree(body).path(NAME);
      return value.isTextual() ? id(value.textValue()) : Optional.empty();
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Whether a body is in one of those, by its beginning (RFC 4627, section 3).
  public static boolean isWide(ByteBuf body) {
    for (int i = 0; i < Math.min(4, body.readableBytes()); i++) {
      byte one = body.getByte(body.readerIndex() + i);
      if (one == 0 || one == (byte) 0xfe || one == (byte) 0xff) {
        return true;
      }
    }
    return false;
  }
}
