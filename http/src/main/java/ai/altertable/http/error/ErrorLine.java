package ai.altertable.http.error;

import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// The line that ends a result of lines which cannot be finished.
public final class ErrorLine {
  private ErrorLine() {}

  /// The line with its end, in UTF-8.
  public static byte[] of(PlatformException failure) {
    return bytes(line(failure));
  }

  /// For an error whose place is known.
  ///
  /// @param position in the text of the request, in characters from 1
  public static byte[] of(PlatformException failure, int position) {
    return bytes(line(failure).put("position", position));
  }

  private static ObjectNode line(PlatformException failure) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("error", failure.clientMessage())
        .put("code", failure.code().name())
        .put("sqlstate", failure.code().sqlState())
        .put("id", failure.id().toString());
  }

  private static byte[] bytes(ObjectNode line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
