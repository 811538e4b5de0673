package ai.altertable.rest.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Resource;
import java.io.IOException;

/// `GET /platform/session?id=`: whether this worker has a session of whoever asks. Gateways ask all
/// workers of an environment before they place a session that they have not met.
///
/// ```
///   200   it is here, in use or kept
///   204   it is not; no error, as one would be logged each time
/// ```
public final class SessionResource implements Resource {
  private static final int ID_CHARS_MAX = 255;

  private final GrantCheck grants;

  public SessionResource(GrantCheck grants) {
    this.grants = grants;
  }

  @Override
  public void handle(Call call) throws IOException {
    String id =
        call.parameter("id")
            .filter(text -> text.length() <= ID_CHARS_MAX)
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.INVALID_PARAMETER, "'id' must have 1 to 255 characters"));
    call.done(grants.has(call.grant(), new SessionId(id)) ? 200 : 204);
  }
}
