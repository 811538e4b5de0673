package ai.altertable.controlplane.account;

import ai.altertable.controlplane.call.Caller;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
  private static final int PREFIX_CHARS = 9;

  private static final RowMapper<Caller> CALLER =
      (row, _) ->
          new Caller(
              row.getObject("id", UUID.class),
              row.getObject("organization_id", UUID.class),
              Rights.of(row),
              row.getString("environment"));

  private final Transactions transactions;

  public ManagementKeys(Transactions transactions) {
    this.transactions = transactions;
  }

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
