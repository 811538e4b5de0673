package ai.altertable.controlplane.account;

import ai.altertable.controlplane.access.Passwords;
import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.access.Users;
import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The credentials of users and service accounts beside the password that a user is given by
/// command. A principal has any number, in any environment. One that is revoked or has expired
/// counts no more at once, and ends the principal's sessions. Safe for use by several threads.
public final class Credentials {
  private static final int PASSWORD_BYTES = 32;
  private static final int NAME_CHARS_MAX = 40;
  private static final int RANDOM_CHARS = 10;
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final RowMapper<CredentialEntry> ENTRY =
      (row, _) ->
          new CredentialEntry(
              row.getObject("id", UUID.class),
              row.getString("label"),
              row.getString("username"),
              row.getBoolean("is_default"),
              row.getObject("environment_id", UUID.class),
              row.getTimestamp("created_at").toInstant(),
              Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant),
              row.getTimestamp("rotated_at").toInstant());

  private static final String COLUMNS =
      "id, label, username, is_default, environment_id, created_at, expires_at, rotated_at";

  private final Transactions transactions;
  private final Passwords passwords;
  private final RememberedLogins remembered;
  private final Revocations revocations;
  private final SecureRandom random;

  public Credentials(
      Transactions transactions,
      Passwords passwords,
      RememberedLogins remembered,
      Revocations revocations,
      SecureRandom random) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.remembered = remembered;
    this.revocations = revocations;
    this.random = random;
  }

  /// A new credential and its password, which is kept nowhere.
  record Issued(CredentialEntry credential, Secret password) {}

  /// @throws PlatformException OBJECT_NOT_FOUND when there is no such principal
  Issued issue(
      UUID organization,
      Kind kind,
      Ref principal,
      Environment environment,
      String label,
      Optional<Instant> expires) {
    Secret password = password();
    String verifier = passwords.verifier(password).text().value();
    return transactions.call(handle -> {
      Found found = Principals.require(handle, organization, kind, principal);
      CredentialEntry entry = insert(handle, found, environment, label, verifier, false, expires);
      return new Issued(entry, password);
    });
  }

  /// Gives all service accounts of an organization their default credential of a new environment.
  /// Nobody is told its password.
  public void addDefaults(Handle handle, UUID organization, Environment environment) {
    handle
        .createQuery(
            Principals.SELECT
                + "where organization_id = :organization and kind = 'service_account' order by id")
        .bind("organization", organization)
        .map(Principals.FOUND)
        .list()
        .forEach(account -> {
          String verifier = passwords.verifier(password()).text().value();
          insert(handle, account, environment, "default", verifier, true, Optional.empty());
        });
  }

  private CredentialEntry insert(
      Handle handle,
      Found principal,
      Environment environment,
      String label,
      String verifier,
      boolean isDefault,
      Optional<Instant> expires) {
    return handle
        .createQuery(
            """
            insert into credential
              (principal_id, environment_id, username, verifier, label, is_default, expires_at)
            values
              (:principal, :environment, :username, :verifier, :label, :isDefault, :expires)
            returning
            """
                + COLUMNS)
        .bind("principal", principal.id())
        .bind("environment", environment.id())
        .bind("username", username(principal))
        .bind("verifier", verifier)
        .bind("label", label)
        .bind("isDefault", isDefault)
        .bind("expires", expires.map(Timestamp::from).orElse(null))
        .map(ENTRY)
        .one();
  }

  /// @throws PlatformException OBJECT_NOT_FOUND
  CredentialEntry require(
      UUID organization, Kind kind, Ref principal, Environment environment, Ref credential) {
    return transactions.call(handle -> {
      Found found = Principals.require(handle, organization, kind, principal);
      return require(handle, found, environment, credential);
    });
  }

  private static CredentialEntry require(
      Handle handle, Found principal, Environment environment, Ref credential) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + """
                 from credential
                where id = cast(:id as uuid) and principal_id = :principal and environment_id = :environment
                """)
        .bindByType("id", credential.id().orElse(null), UUID.class)
        .bind("principal", principal.id())
        .bind("environment", environment.id())
        .map(ENTRY)
        .findOne()
        .orElseThrow(() -> Call.notFound("credential", credential));
  }

  /// Revokes a credential: it is gone, and whoever is in by it is out.
  ///
  /// @throws PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER for the default one
  void revoke(
      UUID organization, Kind kind, Ref principal, Environment environment, Ref credential) {
    transactions.runAlone(
        Users.WORK,
        handle -> {
          Found found = Principals.require(handle, organization, kind, principal);
          CredentialEntry entry = require(handle, found, environment, credential);
          if (entry.isDefault()) {
            throw new PlatformException(
                ErrorCode.INVALID_PARAMETER, "the default credential cannot be revoked");
          }
          handle.execute("delete from credential where id = ?", entry.id());
          remembered.forgetAllAfter(handle);
          revocations.raise(handle, found.id());
        });
  }

  /// Removes the credentials of an environment that is about to go.
  public void removeAll(Handle handle, Environment environment) {
    List<UUID> principals =
        handle
            .createQuery(
                """
                with gone as (
                  delete from credential where environment_id = :environment returning principal_id)
                select distinct principal_id from gone order by 1
                """)
            .bind("environment", environment.id())
            .mapTo(UUID.class)
            .list();
    remembered.forgetAllAfter(handle);
    principals.forEach(principal -> revocations.raise(handle, principal));
  }

  /// Ends the sessions of principals of which a credential has expired since it was last asked.
  ///
  /// @return how many principals that were
  public int lapse() {
    return transactions.call(handle -> {
      List<UUID> principals =
          handle
              .createQuery(
                  """
                  with gone as (
                    update credential set lapsed = true
                    where expires_at <= clock_timestamp() and not lapsed returning principal_id)
                  select distinct principal_id from gone order by 1
                  """)
              .mapTo(UUID.class)
              .list();
      if (!principals.isEmpty()) {
        remembered.forgetAllAfter(handle);
        principals.forEach(principal -> revocations.raise(handle, principal));
      }
      return principals.size();
    });
  }

  /// What a person recognizes, and enough that nobody guesses.
  private String username(Found principal) {
    String name =
        principal
            .slug()
            .orElseGet(
                () -> principal.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    StringBuilder username =
        new StringBuilder(name.substring(0, Math.min(NAME_CHARS_MAX, name.length()))).append('-');
    for (int i = 0; i < RANDOM_CHARS; i++) {
      username.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return username.toString();
  }

  private Secret password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
