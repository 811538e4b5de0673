package ai.altertable.controlplane.management;

import ai.altertable.controlplane.fleet.enrollment.EnrollmentToken;
import ai.altertable.controlplane.fleet.enrollment.IssuedToken;
import ai.altertable.controlplane.fleet.enrollment.TokenRequest;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// The tokens of the fleet. There is one organization, and all of them are its.
public final class FleetTokens implements EnrollmentTokens {
  private final ai.altertable.controlplane.fleet.enrollment.EnrollmentTokens tokens;
  private final Supplier<List<Environment>> environments;
  private final Function<Secret, Secret> text;

  /// @param environments all that there are
  /// @param text makes of a token's secret what people copy
  public FleetTokens(
      ai.altertable.controlplane.fleet.enrollment.EnrollmentTokens tokens,
      Supplier<List<Environment>> environments,
      Function<Secret, Secret> text) {
    this.tokens = tokens;
    this.environments = environments;
    this.text = text;
  }

  @Override
  public Issued issue(UUID organization, Request request, UUID by) {
    IssuedToken issued =
        tokens.create(
            new TokenRequest(
                request.kind(),
                request.environment().map(this::environment),
                request.slug(),
                false,
                request.label(),
                request.validFor()),
            by.toString());
    return new Issued(describe(issued.token()), text.apply(issued.secret()));
  }

  private Environment environment(UUID id) {
    return environments.get().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "there is no environment '" + id + "'"));
  }

  @Override
  public List<Token> list(UUID organization) {
    return tokens.list().stream()
        .filter(token -> token.revoked().isEmpty())
        .map(FleetTokens::describe)
        .toList();
  }

  private static Token describe(EnrollmentToken token) {
    return new Token(
        token.id(),
        token.kind(),
        token.environment().map(Environment::id),
        token.slug(),
        token.label(),
        token.created(),
        token.expires(),
        token.redeemed());
  }

  @Override
  public boolean revoke(UUID organization, UUID token, UUID by) {
    try {
      tokens.revoke(token, by.toString());
      return true;
    } catch (PlatformException refused) {
      if (refused.code() == ErrorCode.OBJECT_NOT_FOUND) {
        return false;
      }
      throw refused;
    }
  }
}
