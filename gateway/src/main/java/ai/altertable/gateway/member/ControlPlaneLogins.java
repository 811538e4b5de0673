package ai.altertable.gateway.member;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.AuthenticationCodec;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.http.tls.MemberClient;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the control plane check who clients claim to be. Safe for use by several threads; blocks.
public final class ControlPlaneLogins implements Authenticator {
  /// Where it is asked.
  public static final String PATH = "/platform/login";

  private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneLogins.class);

  /// A check takes some milliseconds, and may wait for others. One that hangs is to be noticed
  /// soon: logins that were right lately count meanwhile.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

  private final MemberClient client;
  private final Supplier<Optional<Door.Tls>> controlPlane;

  /// @param client that believes the control plane only
  /// @param controlPlane where it listens; empty while that is not known
  public ControlPlaneLogins(MemberClient client, Supplier<Optional<Door.Tls>> controlPlane) {
    this.client = client;
    this.controlPlane = controlPlane;
  }

  @Override
  public Authentication authenticate(String name, Secret password) {
    Door.Tls door =
        controlPlane.get().orElseThrow(() -> unavailable("its address is not known yet"));
    String claim =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("password", password.value())
            .toString();
    HttpResponse<String> answer;
    try {
      answer = client.post(door.text(), PATH, claim, ANSWER_WITHIN);
    } catch (IOException failure) {
      LOG.info("a login could not be checked at {}: {}", door.text(), failure.toString());
      throw unavailable("it does not answer");
    }
    if (answer.statusCode() != 200) {
      LOG.warn("a login could not be checked at {}: {}", door.text(), answer.statusCode());
      throw unavailable("it cannot check logins at the moment");
    }
    try {
      return AuthenticationCodec.decode(answer.body());
    } catch (IllegalArgumentException malformed) {
      LOG.warn("an answer to a login cannot be read: {}", malformed.getMessage());
      throw unavailable("it answers what cannot be read");
    }
  }

  private static PlatformException unavailable(String why) {
    return new PlatformException(
        ErrorCode.CONTROL_PLANE_UNAVAILABLE,
        "logins cannot be checked, as the control plane is not available ("
            + why
            + "); try again in a few seconds");
  }
}
