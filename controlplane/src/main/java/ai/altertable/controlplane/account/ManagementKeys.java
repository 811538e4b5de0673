package ai.altertable.controlplane.account;

import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Caller;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The keys of the management API, `atm_…`. Only their SHA-256 is kept, and the first characters,
/// by which people tell them apart. A key acts as its principal. Safe for use by several threads.
public final class ManagementKeys {
  /// What a key may be, for whoever has chosen another.
  public static final String RULE =
      "a management key is 'atm_' and 20 to 252 letters, digits, - and _";

  private static final Pattern LEGAL = Pattern.compile("atm_[A-Za-z0-9_-]{20,252}");
  private static final String PREFIX = "atm_";
  private static final int PREFIX_CHARS = 9;
  private static final int KEY_BYTES = 32;

  /// That count, of one principal.
  static final int KEYS_MAX = 100;

  private static final String COLUMNS = "id, prefix, created_at, last_used_at, revoked_at";

  private static final RowMapper<ManagementKeyEntry> ENTRY =
      (row, _) ->
          new ManagementKeyEntry(
              row.getObject("id", UUID.class),
              row.getString("prefix"),
              row.getTimestamp("created_at").toInstant(),
              Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant),
              Optional.ofNullable(row.getTimestamp("revoked_at")).map(Timestamp::toInstant));

  private static final RowMapper<Caller> CALLER =
      (row, _) ->
          new Caller(
              row.getObject("id", UUID.class),
              row.getObject("organization_id", UUID.class),
              Rights.of(row),
              row.getString("environment"));

  private final Transactions transactions;
  private final SecureRandom random;

  public ManagementKeys(Transactions transactions, SecureRandom random) {
    this.transactions = transactions;
    this.random = random;
  }

  /// A key that was made just now.
  ///
  /// @param key is kept nowhere
  record Issued(ManagementKeyEntry entry, Secret key) {}

  public static boolean isLegal(Secret key) {
    return LEGAL.matcher(key.value()).matches();
  }

  /// Lets a key act as a principal. One that is known stays as it is, also when it was revoked.
  ///
  /// @return whether it is new
  public boolean add(UUID principal, Secret key) {
    return transactions.call(handle ->
        handle
                .createUpdate(
                    """
                    insert into management_key (principal_id, prefix, sha256)
                    values (:principal, :prefix, :sha256)
                    on conflict (sha256) do nothing
                    """)
                .bind("principal", principal)
                .bind("prefix", key.value().substring(0, PREFIX_CHARS))
                .bind("sha256", sha256(key))
                .execute()
            == 1);
  }

  /// Makes a key that acts as a principal, with the rights that it has when the key is used.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER when it has [#KEYS_MAX] already
  Issued issue(UUID organization, Kind kind, Ref principal) {
    Secret key = make();
    return transactions.call(handle -> {
      Found found = Principals.require(handle, organization, kind, principal);
      requireRoom(handle, found);
      ManagementKeyEntry entry =
          handle
              .createQuery(
                  """
                  insert into management_key (principal_id, prefix, sha256)
                  values (:principal, :prefix, :sha256) returning
                  """
                      + COLUMNS)
              .bind("principal", found.id())
              .bind("prefix", key.value().substring(0, PREFIX_CHARS))
              .bind("sha256", sha256(key))
              .map(ENTRY)
              .one();
      return new Issued(entry, key);
    });
  }

  private static void requireRoom(Handle handle, Found principal) {
    int present =
        handle
            .createQuery(
                "select count(*) from management_key"
                    + " where principal_id = :principal and revoked_at is null")
            .bind("principal", principal.id())
            .mapTo(Integer.class)
            .one();
    if (present >= KEYS_MAX) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "'%s' has %d management keys already; revoke one first"
              .formatted(principal.name(), KEYS_MAX));
    }
  }

  private Secret make() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Those of a principal, the newest first, also those that were revoked.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND
  List<ManagementKeyEntry> list(UUID organization, Kind kind, Ref principal) {
    return transactions.call(handle -> {
      Found found = Principals.require(handle, organization, kind, principal);
      return handle
          .createQuery(
              "select "
                  + COLUMNS
                  + " from management_key where principal_id = :principal"
                  + " order by created_at desc, id")
          .bind("principal", found.id())
          .map(ENTRY)
          .list();
    });
  }

  /// A key counts no more, from the next request on, and never again.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND, also when it was revoked before
  void revoke(UUID organization, Kind kind, Ref principal, Ref key) {
    transactions.run(handle -> {
      Found found = Principals.require(handle, organization, kind, principal);
      int revoked =
          handle
              .createUpdate(
                  """
                  update management_key set revoked_at = clock_timestamp()
                  where id = cast(:id as uuid) and principal_id = :principal
                    and revoked_at is null
                  """)
              .bindByType("id", key.id().orElse(null), UUID.class)
              .bind("principal", found.id())
              .execute();
      if (revoked == 0) {
        throw Call.notFound("management key", key);
      }
    });
  }

  /// The principal that a key acts as; nothing when the key does not count.
  public Optional<Caller> caller(Secret key) {
    if (!isLegal(key)) {
      return Optional.empty();
    }
    return transactions.call(handle -> {
      Optional<Caller> caller = find(handle, key);
      caller.ifPresent(_ -> used(handle, key));
      return caller;
    });
  }

  private static Optional<Caller> find(Handle handle, Secret key) {
    return handle
        .createQuery(
            """
            select principal.id, principal.organization_id, %s,
              coalesce(
                (select environment.slug from credential
                  join environment on environment.id = environment_id
                  where principal_id = principal.id
                  order by is_default desc, credential.created_at limit 1),
                (select slug from environment
                  where environment.organization_id = principal.organization_id
                  order by created_at, id limit 1),
                '') as environment
            from management_key join principal on principal.id = management_key.principal_id
            where sha256 = :sha256 and revoked_at is null
            """
                .formatted(Rights.COLUMN))
        .bind("sha256", sha256(key))
        .map(CALLER)
        .findOne();
  }

  /// Known to the minute, so that a busy key is not a busy table.
  private static void used(Handle handle, Secret key) {
    handle
        .createUpdate(
            """
            update management_key set last_used_at = clock_timestamp()
            where sha256 = :sha256
              and coalesce(last_used_at < clock_timestamp() - interval '1 minute', true)
            """)
        .bind("sha256", sha256(key))
        .execute();
  }

  private static byte[] sha256(Secret key) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(key.value().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
