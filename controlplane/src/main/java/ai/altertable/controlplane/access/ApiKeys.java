package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/// The keys by which applications send events. Only their SHA-256 is kept, and the first few
/// characters, by which people tell them apart.
public final class ApiKeys {
  private static final int PREFIX_MAX = 12;

  private final Transactions transactions;

  public ApiKeys(Transactions transactions) {
    this.transactions = transactions;
  }

  /// Whether a key may be set: 1 to 256 visible ASCII characters, so that it fits into a header.
  public static boolean isLegal(Secret key) {
    return key.value().matches("[!-~]{1,256}");
  }

  /// @return whether the key is new
  public boolean add(Organization organization, Secret key) {
    return transactions.call(handle ->
        handle
                .createUpdate(
                    """
                    insert into api_key (organization_id, prefix, sha256)
                    values (:organization, :prefix, :sha256)
                    on conflict (sha256) do nothing
                    """)
                .bind("organization", organization.id())
                .bind("prefix", prefix(key))
                .bind("sha256", sha256(key))
                .execute()
            == 1);
  }

  /// The organization that the key belongs to, or nothing when there is no such key.
  public Optional<UUID> organization(Secret key) {
    return transactions.call(handle ->
        handle
            .createQuery("select organization_id from api_key where sha256 = :sha256")
            .bind("sha256", sha256(key))
            .mapTo(UUID.class)
            .findOne());
  }

  /// Whether the organization has no key yet.
  public boolean isEmpty(Organization organization) {
    return transactions.call(handle ->
        handle
            .createQuery("select not exists (select from api_key where organization_id = :id)")
            .bind("id", organization.id())
            .mapTo(Boolean.class)
            .one());
  }

  /// A quarter of the key at most: of a short one nothing to speak of may be given away.
  private static String prefix(Secret key) {
    return key.value().substring(0, Math.min(PREFIX_MAX, key.value().length() / 4));
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
