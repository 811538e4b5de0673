package ai.altertable.controlplane.management;

import ai.altertable.foundation.lifecycle.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/// Enrollment tokens that exist in memory only.
final class FakeTokens implements EnrollmentTokens {
  private final Map<UUID, Token> tokens = new ConcurrentSkipListMap<>();

  @Override
  public List<Token> list(UUID organization) {
    return List.copyOf(tokens.values());
  }

  @Override
  public Issued issue(UUID organization, Request request, UUID by) {
    Instant now = Instant.now();
    Token token =
        new Token(
            UUID.randomUUID(),
            request.kind(),
            request.environment(),
            request.slug(),
            request.label(),
            now,
            now.plus(request.validFor()),
            Optional.empty());
    tokens.put(token.id(), token);
    return new Issued(token, new Secret("ate_" + token.id()));
  }

  @Override
  public boolean revoke(UUID organization, UUID token, UUID by) {
    return tokens.remove(token) != null;
  }
}
