package ai.altertable.http;

import java.io.IOException;

/// Answers requests.
@FunctionalInterface
public interface HttpHandler {

  /// Answers one request; called on a virtual thread of its own, so it may block. An answer that
  /// has begun must have ended ([ResponseBody#close]) on return, else the connection is reset.
  ///
  /// @throws IOException what reading the request or writing the answer threw. A
  ///   [MalformedRequestException] is answered with 400, anything else that is thrown with 500;
  ///   once the answer has begun, the connection is reset.
  void handle(HttpExchange exchange) throws IOException;
}
