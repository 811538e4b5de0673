package ai.altertable.rest.call;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionRequest;
import java.util.List;

/// Decides whom this worker believes. Safe for use by several threads.
public interface Grants {
  /// @param texts the values of the request's [Grant#HEADER]
  /// @param requestId for the log
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_CREDENTIALS, or
  ///   PERMISSION_DENIED for a grant that counts elsewhere
  Grant check(List<String> texts, String requestId);

  /// Opens a session, unless the grant has been revoked meanwhile.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException as
  ///   [ai.altertable.foundation.session.SessionFactory#open], and INVALID_CREDENTIALS
  Session open(Grant grant, SessionRequest request, String requestId);
}
