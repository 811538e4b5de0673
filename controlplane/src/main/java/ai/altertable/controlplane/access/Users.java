package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The users of the platform and their passwords.
public final class Users {
  /// What [#put] had to do.
  public enum Change {
    CREATED,
    CHANGED,
    NONE
  }

  private static final RowMapper<Credential> CREDENTIAL =
      (row, _) ->
          new Credential(
              new Principal(row.getObject("principal_id", UUID.class), row.getString("name")),
              Role.of(row.getString("role")),
              new Environment(row.getObject("environment_id", UUID.class), row.getString("slug")),
              ScramVerifier.parse(new Secret(row.getString("verifier"))));

  private final Transactions transactions;
  private final Passwords passwords;
  private final RememberedLogins remembered;

  public Users(Transactions transactions, Passwords passwords, RememberedLogins remembered) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.remembered = remembered;
  }

  Optional<Credential> credential(String username) {
    return transactions.call(handle -> credential(handle, username));
  }

  /// Whether the organization has no user yet.
  public boolean isEmpty(Organization organization) {
    return transactions.call(handle ->
        handle
            .createQuery("select not exists (select from principal where organization_id = :id)")
            .bind("id", organization.id())
            .mapTo(Boolean.class)
            .one());
  }

  /// Makes the user, or gives an existing one this role, password and environment.
  ///
  /// @throws PlatformException ALREADY_EXISTS when the name is taken in another organization
  public Change put(
      Organization organization, Environment environment, String name, Secret password, Role role) {
    return transactions.call(handle -> {
      remembered.forgetAllAfter(handle);
      if (lock(handle, organization, name).isPresent()) {
        return change(handle, environment, name, password, role);
      }
      create(handle, organization, environment, name, password, role);
      return Change.CREATED;
    });
  }

  private static Optional<Credential> credential(Handle handle, String username) {
    return handle
        .createQuery(
            """
            select principal.id as principal_id, principal.name, principal.role,
              environment.id as environment_id, environment.slug, credential.verifier
            from credential
            join principal on principal.id = credential.principal_id
            join environment on environment.id = credential.environment_id
            where credential.username = :username
            """)
        .bind("username", username)
        .map(CREDENTIAL)
        .findOne();
  }

  private static Optional<UUID> lock(Handle handle, Organization organization, String name) {
    return handle
        .createQuery(
            """
            select id from principal
            where organization_id = :organization and name = :name
            for update
            """)
        .bind("organization", organization.id())
        .bind("name", name)
        .mapTo(UUID.class)
        .findOne();
  }

  private void create(
      Handle handle,
      Organization organization,
      Environment environment,
      String name,
      Secret password,
      Role role) {
    int rows =
        handle
            .createUpdate(
                """
                with created as (
                  insert into principal (organization_id, name, role)
                  values (:organization, :name, :role)
                  returning id, name)
                insert into credential (principal_id, environment_id, username, verifier)
                select id, :environment, name, :verifier from created
                on conflict (username) do nothing
                """)
            .bind("organization", organization.id())
            .bind("name", name)
            .bind("role", role.word())
            .bind("environment", environment.id())
            .bind("verifier", passwords.verifier(password).text().value())
            .execute();
    if (rows == 0) {
      throw new PlatformException(
          ErrorCode.ALREADY_EXISTS, "the user name '" + name + "' is taken; choose another");
    }
  }

  private Change change(
      Handle handle, Environment environment, String name, Secret password, Role role) {
    Optional<Credential> before = credential(handle, name);
    boolean samePassword = passwords.check(before.map(Credential::verifier), password);
    if (samePassword
        && before.filter(known -> known.role() == role).isPresent()
        && before.filter(known -> known.environment().equals(environment)).isPresent()) {
      return Change.NONE;
    }
    handle
        .createUpdate(
            """
            with changed as (
              update principal set role = :role
              where id = (select principal_id from credential where username = :name))
            update credential
            set environment_id = :environment, verifier = coalesce(:verifier, verifier),
              rotated_at = case when :verifier is null then rotated_at else clock_timestamp() end
            where username = :name
            """)
        .bind("role", role.word())
        .bind("name", name)
        .bind("environment", environment.id())
        .bind("verifier", samePassword ? null : passwords.verifier(password).text().value())
        .execute();
    return Change.CHANGED;
  }
}
