package ai.altertable.rest.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantVerdict;
import ai.altertable.foundation.identity.GrantVerdict.Reason;
import ai.altertable.foundation.identity.GrantVerdict.Refused;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.http.error.WarningBursts;
import ai.altertable.rest.call.Grants;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which requests this worker believes. Safe for use by several threads.
///
/// A grant whose signature was right is remembered by its exact text, as checking takes a good part
/// of a millisecond and the gateway sends the same one for half a minute. Its time, and whether it
/// has been revoked, is looked at each time.
///
/// A client is told that it is refused, and nothing that would help to make a better forgery; the
/// reason is in the log.
public final class GrantCheck implements Grants, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrantCheck.class);

  /// No grant lives longer.
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(2);

  /// From a gateway's first link to the moment when workers know its key it takes a tenth of this.
  private static final Duration KEY_WITHIN = Duration.ofSeconds(2);

  private static final long REMEMBERED_CHARS_MAX = 16L << 20;
  private static final int ENTRY_CHARS = 512;

  private final InstantSource clock;
  private final GrantVerifier verifier;
  private final SessionFactory sessions;
  private final Revisions revisions;
  private final WarningBursts warnings = WarningBursts.of(LOG);

  /// @param generation of the keys when it was opened
  private record Opened(Grant grant, long generation) {}

  private final Cache<String, Opened> opened =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(REMEMBERED_CHARS_MAX)
          .weigher((String text, Opened grant) -> text.length() + ENTRY_CHARS)
          .expireAfterWrite(REMEMBERED_FOR)
          .build();

  public GrantCheck(InstantSource clock, GrantVerifier verifier, SessionFactory sessions) {
    this.clock = clock;
    this.verifier = verifier;
    this.sessions = sessions;
    this.revisions = new Revisions(sessions);
  }

  @Override
  public Grant check(List<String> texts, String requestId) {
    GrantVerdict verdict =
        texts.size() == 1 ? judge(texts.getFirst()) : new Refused(Reason.MISSING);
    return switch (verdict) {
      case Valid(Grant grant) -> grant;
      case Refused(Reason reason) -> throw refused(reason, requestId);
    };
  }

  private GrantVerdict judge(String text) {
    long generation = verifier.generation();
    if (generation == 0) {
      throw new PlatformException(
          ErrorCode.WORKER_UNAVAILABLE,
          "this worker has not been told yet whom to believe; try again in a moment");
    }
    Opened known = opened.getIfPresent(text);
    if (known != null && known.generation() != generation) {
      known = null;
    }
    GrantVerdict verdict =
        known == null ? verifier.open(text, KEY_WITHIN) : new Valid(known.grant());
    if (!(verdict instanceof Valid(Grant grant))) {
      return verdict;
    }
    GrantVerdict now = GrantVerifier.at(clock.instant(), grant);
    if (now instanceof Refused) {
      return now;
    }
    if (known == null) {
      opened.put(text, new Opened(grant, generation));
    }
    return revisions.admits(grant) ? now : new Refused(Reason.REVOKED);
  }

  @Override
  public Session open(Grant grant, SessionRequest request, String requestId) {
    Session session = sessions.open(request);
    if (revisions.admits(grant)) {
      return session;
    }
    session.abandon();
    session.close();
    throw refused(Reason.REVOKED, requestId);
  }

  /// Whether the session that a grant's principal names so is here.
  boolean has(Grant grant, SessionId session) {
    return sessions.has(grant.environment().id(), grant.principal().id(), session);
  }

  /// From now on these count; sessions opened by what counts no more end.
  public void revoke(List<Revocation> revocations) {
    revocations.forEach(revisions::revoke);
  }

  private PlatformException refused(Reason reason, String requestId) {
    PlatformException failure = failure(reason);
    warnings.warn("grants are refused", reason.toString(), requestId, failure);
    return failure;
  }

  private static PlatformException failure(Reason reason) {
    return switch (reason) {
      case MISSING, MALFORMED, BADLY_SIGNED, BEYOND_ITS_SIGNER, FROM_THE_FUTURE, EXPIRED ->
          new PlatformException(
              ErrorCode.INVALID_CREDENTIALS, "the request is not authenticated; send credentials");
      case UNKNOWN_SIGNER ->
          new PlatformException(
              ErrorCode.WORKER_UNAVAILABLE,
              "the worker has not been told yet that it may believe this gateway; try again in a"
                  + " few seconds");
      case REVOKED ->
          new PlatformException(
              ErrorCode.INVALID_CREDENTIALS,
              "your password or your rights have changed; log in again");
      case FOR_ANOTHER_WORKER, FOR_ANOTHER_ENVIRONMENT ->
          new PlatformException(
              ErrorCode.PERMISSION_DENIED, "what the request was granted does not count here");
    };
  }

  /// Writes what has been counted for the log.
  @Override
  public void close() {
    warnings.close();
  }
}
