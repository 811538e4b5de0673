package ai.altertable.foundation.history;

import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;

/// Brings the texts that clients choose within the bounds of history. What is abridged once stays
/// as it is when it is abridged again.
///
/// What a database cannot keep (the character U+0000, and halves of surrogate pairs) becomes
/// U+FFFD. Sizes are those that a text has in JSON and UTF-8, whatever its characters.
public final class Abridgement {
  /// Of a statement.
  static final int TEXT_BYTES_MAX = 256 << 10;

  /// Of what a client was told.
  static final int MESSAGE_BYTES_MAX = 16 << 10;

  /// Of names and the like.
  static final int WORD_BYTES_MAX = 4 << 10;

  private static final int MARK_BYTES_MAX = 64;
  private static final char REPLACEMENT = '\uFFFD';

  private Abridgement() {}

  public static QueryStart of(QueryStart start) {
    return new QueryStart(
        start.work(),
        start.id(),
        new SessionId(word(start.session().value())),
        new Principal(start.principal().id(), word(start.principal().name())),
        start.clientInterface(),
        word(start.clientAddress()),
        text(start.text(), TEXT_BYTES_MAX),
        start.visible(),
        start.requestedBy().map(Abridgement::word),
        word(start.userAgent()));
  }

  public static Failure of(Failure failure) {
    return new Failure(word(failure.code()), text(failure.message(), MESSAGE_BYTES_MAX));
  }

  private static String word(String word) {
    return text(word, WORD_BYTES_MAX);
  }

  private static String text(String text, int bytesMax) {
    int bytes = 0;
    int cut = 0;
    boolean clean = true;
    for (int at = 0; at < text.length(); at += width(text, at)) {
      if (bytes <= bytesMax - MARK_BYTES_MAX) {
        cut = at;
      }
      bytes += bytes(text, at);
      clean &= isClean(text, at);
      if (bytes > bytesMax) {
        return clean(text.substring(0, cut)) + "… [" + text.length() + " characters in all]";
      }
    }
    return clean ? text : clean(text);
  }

  /// How many `char`s the character at a place has.
  private static int width(String text, int at) {
    return isPair(text, at) ? 2 : 1;
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  private static boolean isClean(String text, int at) {
    char first = text.charAt(at);
    return first != 0 && (!Character.isSurrogate(first) || isPair(text, at));
  }

  private static int bytes(String text, int at) {
    char first = text.charAt(at);
    if (first >= 0x80) {
      return isPair(text, at) ? 4 : first < 0x800 ? 2 : 3;
    }
    return JsonWriter.escapedChars(first);
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at += width(text, at)) {
      if (isClean(text, at)) {
        clean.append(text, at, at + width(text, at));
      } else {
        clean.append(REPLACEMENT);
      }
    }
    return clean.toString();
  }
}
