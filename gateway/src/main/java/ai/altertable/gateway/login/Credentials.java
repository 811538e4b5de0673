package ai.altertable.gateway.login;

import ai.altertable.foundation.lifecycle.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What the `Authorization` header of a request claims.
record Credentials(String name, Secret password) {

  /// Understands `Basic` (RFC 7617) and, with the same base64 of `name:password`, `Bearer`; empty
  /// for anything else.
  static Optional<Credentials> parse(String authorization) {
    int space = authorization.indexOf(' ');
    if (space < 0 || !isKnown(authorization.substring(0, space))) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(space + 1).strip());
      return split(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(pair)).toString());
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isKnown(String scheme) {
    return scheme.equalsIgnoreCase("Basic") || scheme.equalsIgnoreCase("Bearer");
  }

  private static Optional<Credentials> split(String pair) {
    int colon = pair.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    return Optional.of(
        new Credentials(pair.substring(0, colon), new Secret(pair.substring(colon + 1))));
  }
}
