package ai.altertable.controlplane.fleet.enrollment;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.event.FleetEvent;
import ai.altertable.controlplane.fleet.event.FleetEvent.What;
import ai.altertable.controlplane.fleet.event.FleetEvents;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The tokens by which processes become members. Safe for use by several threads.
public final class EnrollmentTokens {
  private static final Duration KEPT = Duration.ofDays(30);

  private static final RowMapper<EnrollmentToken> TOKEN = (row, _) -> read(row);

  private static final String SELECT =
      """
      select enrollment_token.id, kind, environment_id, environment.slug as environment_slug,
        enrollment_token.slug, hosted, label, created_by, enrollment_token.created_at, expires_at,
        redeemed_at, redeemed_from, member_id, revoked_at
      from enrollment_token left join environment on environment.id = environment_id
      """;

  private final Transactions transactions;
  private final InstantSource clock;
  private final SecureRandom random;

  public EnrollmentTokens(Transactions transactions, InstantSource clock, SecureRandom random) {
    this.transactions = transactions;
    this.clock = clock;
    this.random = random;
  }

  private static EnrollmentToken read(ResultSet row) throws SQLException {
    Optional<UUID> environment = Optional.ofNullable(row.getObject("environment_id", UUID.class));
    String environmentSlug = row.getString("environment_slug");
    return new EnrollmentToken(
        row.getObject("id", UUID.class),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        environment.map(id -> new Environment(id, environmentSlug)),
        Optional.ofNullable(row.getString("slug")),
        row.getBoolean("hosted"),
        row.getString("label"),
        row.getString("created_by"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("redeemed_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getString("redeemed_from")),
        Optional.ofNullable(row.getObject("member_id", UUID.class)),
        Optional.ofNullable(row.getTimestamp("revoked_at")).map(Timestamp::toInstant));
  }

  /// Also forgets tokens that have been of no use for a month.
  ///
  /// @param by who asks for it
  /// @throws PlatformException ALREADY_EXISTS when a member has the slug
  public IssuedToken create(TokenRequest request, String by) {
    Secret secret = TokenSecrets.random(random);
    Instant now = clock.instant();
    return transactions.call(handle -> {
      handle
          .createUpdate("delete from enrollment_token where expires_at < :before")
          .bind("before", now.minus(KEPT))
          .execute();
      request.slug().filter(_ -> !request.hosted()).ifPresent(slug -> requireFree(handle, slug));
      UUID id = insert(handle, request, secret, by, now);
      if (!request.hosted()) {
        String label = request.label().isEmpty() ? "" : " '" + request.label() + "'";
        FleetEvents.add(
            handle,
            new FleetEvent(
                now, What.TOKEN_MADE, by, request.slug().orElse(""), "token " + id + label));
      }
      return new IssuedToken(find(handle, id).orElseThrow(), secret);
    });
  }

  private static void requireFree(Handle handle, String slug) {
    if (MemberStore.find(handle, slug).isPresent()) {
      throw new PlatformException(
          ErrorCode.ALREADY_EXISTS,
          "there is a member '" + slug + "'; choose another name, or revoke that one first");
    }
  }

  private static UUID insert(
      Handle handle, TokenRequest request, Secret secret, String by, Instant now) {
    return handle
        .createQuery(
            """
            insert into enrollment_token (sha256, kind, environment_id, slug, hosted, label,
              created_by, created_at, expires_at)
            values (:sha256, :kind, cast(:environment as uuid), :slug, :hosted, :label, :by, :now, :expires)
            returning id
            """)
        .bind("sha256", TokenSecrets.sha256(secret))
        .bind("kind", request.kind().name().toLowerCase(Locale.ROOT))
        .bindByType(
            "environment", request.environment().map(Environment::id).orElse(null), UUID.class)
        .bindByType("slug", request.slug().orElse(null), String.class)
        .bind("hosted", request.hosted())
        .bind("label", request.label())
        .bind("by", by)
        .bind("now", now)
        .bind("expires", now.plus(request.life()))
        .mapTo(UUID.class)
        .one();
  }

  /// Those that people have asked for, newest first; used and expired ones for another month.
  public List<EnrollmentToken> list() {
    return transactions.call(handle ->
        handle
            .createQuery(SELECT + "where not hosted order by enrollment_token.created_at desc")
            .map(TOKEN)
            .list());
  }

  /// Nobody can use it any more. One that was used has no more effect anyway: revoke its member.
  ///
  /// @param by who asks for it
  /// @throws PlatformException OBJECT_NOT_FOUND when there is none that can be used
  public void revoke(UUID id, String by) {
    Instant now = clock.instant();
    transactions.run(handle -> {
      int rows =
          handle
              .createUpdate(
                  """
                  update enrollment_token set revoked_at = :now
                  where id = :id and redeemed_at is null and revoked_at is null
                  """)
              .bind("now", now)
              .bind("id", id)
              .execute();
      if (rows == 0) {
        throw new PlatformException(
            ErrorCode.OBJECT_NOT_FOUND, "there is no enrollment token " + id + " that can be used");
      }
      FleetEvents.add(handle, new FleetEvent(now, What.TOKEN_REVOKED, by, "", "token " + id));
    });
  }

  /// The token, if it can be used now; from here on it cannot be used again. Of several that try at
  /// the same time, PostgreSQL lets one through.
  static Optional<EnrollmentToken> redeem(Handle handle, Instant now, Secret secret, String from) {
    return handle
        .createQuery(
            """
            update enrollment_token set redeemed_at = :now, redeemed_from = :from
            where sha256 = :sha256 and redeemed_at is null and revoked_at is null
              and expires_at > :now
            returning id
            """)
        .bind("now", now)
        .bind("from", from)
        .bind("sha256", TokenSecrets.sha256(secret))
        .mapTo(UUID.class)
        .findOne()
        .flatMap(id -> find(handle, id));
  }

  static void redeemed(Handle handle, EnrollmentToken token, Member member) {
    handle
        .createUpdate("update enrollment_token set member_id = :member where id = :id")
        .bind("member", member.id())
        .bind("id", token.id())
        .execute();
  }

  static Optional<EnrollmentToken> find(Handle handle, Secret secret) {
    return handle
        .createQuery(SELECT + "where sha256 = :sha256")
        .bind("sha256", TokenSecrets.sha256(secret))
        .map(TOKEN)
        .findOne();
  }

  private static Optional<EnrollmentToken> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + "where enrollment_token.id = :id")
        .bind("id", id)
        .map(TOKEN)
        .findOne();
  }
}
