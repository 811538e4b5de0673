package ai.altertable.launcher.process;

import java.io.IOException;
import java.util.Map;

/// Requests to a process of the platform: a few, small, each on a connection of its own. They
/// block; the interruption of a virtual thread closes its connection.
public sealed interface ProcessHttp permits UnixHttp, MemberHttp {
  /// An answer.
  record Answer(int status, String body) {}

  /// @throws IOException when there is no whole answer
  Answer get(String path, Map<String, String> headers) throws IOException;

  /// Sends a JSON body.
  ///
  /// @param headers besides those of the body
  /// @throws IOException when there is no whole answer; what was asked for may have been done
  Answer post(String path, Map<String, String> headers, String json) throws IOException;
}
