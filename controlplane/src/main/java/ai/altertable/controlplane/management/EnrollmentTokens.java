package ai.altertable.controlplane.management;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tokens by which processes become members, once each. Safe for use by several threads.
public interface EnrollmentTokens {
  /// What is wanted of a token.
  ///
  /// @param environment that the worker is to serve; nothing for a gateway
  /// @param slug that the member is to have; made up when empty
  /// @param label for people
  record Request(
      Member.Kind kind,
      Optional<UUID> environment,
      Optional<String> slug,
      String label,
      Duration validFor) {}

  /// A token as it is kept, without its secret.
  ///
  /// @param redeemed when it made a member
  record Token(
      UUID id,
      Member.Kind kind,
      Optional<UUID> environment,
      Optional<String> slug,
      String label,
      Instant created,
      Instant expires,
      Optional<Instant> redeemed) {}

  /// A new token.
  ///
  /// @param text `ate_…`, which is kept nowhere
  record Issued(Token token, Secret text) {}

  /// @param by who wants it, for the record
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_PARAMETER when a member
  ///   cannot be called so
  Issued issue(UUID organization, Request request, UUID by);

  /// The newest first; revoked ones are not among them.
  List<Token> list(UUID organization);

  /// @return whether there was one that had not been revoked
  boolean revoke(UUID organization, UUID token, UUID by);
}
