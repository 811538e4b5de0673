package ai.altertable.rest.call;

import java.io.IOException;

/// Answers the calls of one route.
@FunctionalInterface
public interface Resource {
  /// Answers the call, or throws before its answer has begun.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException to be answered as an error
  /// @throws IOException when the client cannot be read from or written to
  void handle(Call call) throws IOException;
}
