package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.controlplane.tenant.Slug;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.util.Optional;

/// What an enrollment token is asked to be.
///
/// @param slug what the member is to be called
/// @param hosted whether the platform itself starts the member: it takes the place of an earlier
///   one of the same slug
/// @param label what people call the token
/// @param life how long it can be used
public record TokenRequest(
    Kind kind,
    Optional<Environment> environment,
    Optional<String> slug,
    boolean hosted,
    String label,
    Duration life) {
  static final String HOSTED_PREFIX = "hosted-";
  private static final Duration LIFE_MAX = Duration.ofDays(30);
  private static final int LABEL_MAX = 200;

  /// For a worker that somebody starts.
  public static TokenRequest ofWorker(
      Environment environment, Optional<String> slug, String label, Duration life) {
    return new TokenRequest(Kind.WORKER, Optional.of(environment), slug, false, label, life);
  }

  /// For a gateway that somebody starts.
  public static TokenRequest ofGateway(Optional<String> slug, String label, Duration life) {
    return new TokenRequest(Kind.GATEWAY, Optional.empty(), slug, false, label, life);
  }

  /// For a worker that the platform starts now.
  ///
  /// @param slug beginning with `hosted-`
  public static TokenRequest ofHosted(Environment environment, String slug, Duration life) {
    return new TokenRequest(
        Kind.WORKER, Optional.of(environment), Optional.of(slug), true, "", life);
  }

  /// @throws PlatformException INVALID_PARAMETER that says what is wrong
  public TokenRequest {
    require((kind == Kind.WORKER) == environment.isPresent(), "a worker serves one environment");
    require(label.length() <= LABEL_MAX, "a label has at most " + LABEL_MAX + " characters");
    require(
        life.isPositive() && life.compareTo(LIFE_MAX) <= 0,
        "a token lives for up to " + LIFE_MAX.toDays() + " days");
    slug.ifPresent(name -> {
      require(
          Slug.of(name).value().equals(name),
          "'" + name + "' is no slug; write lower-case letters, digits and - between them");
      require(
          name.startsWith(HOSTED_PREFIX) == hosted,
          "names of workers that the platform runs begin with hosted-, and no others do");
    });
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new PlatformException(ErrorCode.INVALID_PARAMETER, otherwise);
    }
  }
}
