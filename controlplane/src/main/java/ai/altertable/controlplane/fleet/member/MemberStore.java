package ai.altertable.controlplane.fleet.member;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.identity.Environment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The table of members.
public final class MemberStore {
  private static final Duration REVOKED_KEPT = Duration.ofDays(30);

  private static final RowMapper<Enrolled> ENROLLED = (row, _) -> read(row);

  private static final String SELECT =
      """
      select member.id, kind, member.slug, environment_id, environment.slug as environment_slug,
        hosted, desired, address, grant_key, member.created_at, seen_at, lost_at, revoked_at
      from member left join environment on environment.id = environment_id
      """;

  private final Transactions transactions;

  public MemberStore(Transactions transactions) {
    this.transactions = transactions;
  }

  private static Enrolled read(ResultSet row) throws SQLException {
    Optional<UUID> environment = Optional.ofNullable(row.getObject("environment_id", UUID.class));
    String environmentSlug = row.getString("environment_slug");
    return new Enrolled(
        new Member(
            row.getObject("id", UUID.class),
            Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("slug")),
        environment.map(id -> new Environment(id, environmentSlug)),
        row.getBoolean("hosted"),
        Desired.of(row.getString("desired")),
        Optional.ofNullable(row.getString("address")),
        Optional.ofNullable(row.getString("grant_key")),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "seen_at"),
        instant(row, "lost_at"),
        instant(row, "revoked_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /// All that are not revoked, and those revoked lately, by slug.
  List<Enrolled> list() {
    return transactions.call(handle ->
        handle
            .createQuery(SELECT + "order by member.slug, member.created_at")
            .map(ENROLLED)
            .list());
  }

  /// The member of this id, revoked or not.
  public Optional<Enrolled> find(UUID id) {
    return transactions.call(handle ->
        handle
            .createQuery(SELECT + "where member.id = :id")
            .bind("id", id)
            .map(ENROLLED)
            .findOne());
  }

  /// The member that has this slug and is not revoked.
  public static Optional<Enrolled> find(Handle handle, String slug) {
    return handle
        .createQuery(SELECT + "where member.slug = :slug and revoked_at is null")
        .bind("slug", slug)
        .map(ENROLLED)
        .findOne();
  }

  /// Slugs that are taken.
  public static List<String> slugs(Handle handle) {
    return handle
        .createQuery("select slug from member where revoked_at is null")
        .mapTo(String.class)
        .list();
  }

  /// Also forgets who was revoked long ago.
  ///
  /// @param environment of a worker
  public static Member insert(
      Handle handle,
      Instant now,
      Kind kind,
      String slug,
      Optional<UUID> environment,
      boolean hosted) {
    handle
        .createUpdate("delete from member where revoked_at < :before")
        .bind("before", now.minus(REVOKED_KEPT))
        .execute();
    UUID id =
        handle
            .createQuery(
                """
                insert into member (kind, slug, environment_id, hosted, created_at)
                values (:kind, :slug, cast(:environment as uuid), :hosted, :now) returning id
                """)
            .bind("kind", kind.name().toLowerCase(Locale.ROOT))
            .bind("slug", slug)
            .bindByType("environment", environment.orElse(null), UUID.class)
            .bind("hosted", hosted)
            .bind("now", now)
            .mapTo(UUID.class)
            .one();
    return new Member(id, kind, slug);
  }

  /// @return whether it was not revoked before
  public static boolean revoke(Handle handle, Instant now, UUID id) {
    return handle
            .createUpdate(
                "update member set revoked_at = :now where id = :id and revoked_at is null")
            .bind("now", now)
            .bind("id", id)
            .execute()
        > 0;
  }

  /// @return whether it was meant to be something else before
  public static boolean desire(Handle handle, UUID id, Desired desired) {
    return handle
            .createUpdate(
                "update member set desired = :desired where id = :id and desired <> :desired")
            .bind("desired", desired.word())
            .bind("id", id)
            .execute()
        > 0;
  }

  /// It is connected, and says this of itself.
  void online(Instant now, UUID id, Optional<String> address, Optional<String> grantKey) {
    transactions.run(handle ->
        handle
            .createUpdate(
                """
                update member set address = :address, grant_key = :key, seen_at = :now,
                  lost_at = null
                where id = :id
                """)
            .bindByType("address", address.orElse(null), String.class)
            .bindByType("key", grantKey.orElse(null), String.class)
            .bind("now", now)
            .bind("id", id)
            .execute());
  }

  /// They are connected.
  void seen(Instant now, Collection<UUID> ids) {
    transactions.run(handle ->
        handle
            .createUpdate("update member set seen_at = :now where id = any(:ids)")
            .bind("now", now)
            .bindArray("ids", UUID.class, ids.toArray())
            .execute());
  }

  /// Nothing is heard of it, nor has anybody seen it since.
  void lost(Instant now, UUID id, Instant notSeenSince) {
    transactions.run(handle ->
        handle
            .createUpdate(
                """
                update member set lost_at = :now
                where id = :id and lost_at is null and seen_at <= :since
                """)
            .bind("now", now)
            .bind("id", id)
            .bind("since", notSeenSince)
            .execute());
  }
}
