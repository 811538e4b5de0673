package ai.altertable.rest.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.identity.RevocationsCodec;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `POST /platform/revocations`: the server tells whose grants count no more. Answers 200 when the
/// sessions opened by them have been ended. The gateway has no such route.
public final class RevocationResource implements Resource {
  private static final int BODY_BYTES_MAX = 1 << 20;

  private final GrantCheck grants;

  public RevocationResource(GrantCheck grants) {
    this.grants = grants;
  }

  @Override
  public void handle(Call call) throws IOException {
    Grant grant = call.grant();
    grants.revoke(grant, read(call));
    call.done();
  }

  private static List<Revocation> read(Call call) throws IOException {
    byte[] body = call.exchange().body().readNBytes(BODY_BYTES_MAX);
    try {
      return RevocationsCodec.decode(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      throw new PlatformException(
          ErrorCode.INVALID_REQUEST, "the body is no list of revocations", malformed);
    }
  }
}
