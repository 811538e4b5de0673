package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.role.AssignedRole;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Secret;
import java.sql.Timestamp;
import java.util.List;
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
              row.getLong("revision"),
              Rights.of(row),
              new Environment(row.getObject("environment_id", UUID.class), row.getString("slug")),
              ScramVerifier.parse(new Secret(row.getString("verifier"))),
              Optional.ofNullable(row.getTimestamp("expires_at")).map(Timestamp::toInstant));

  private static final RowMapper<User> USER =
      (row, _) ->
          new User(
              row.getString("name"),
              Role.of(Rights.of(row)),
              row.getString("slug"),
              row.getTimestamp("rotated_at").toInstant());

  /// Two changes of users that come at once are made one after the other.
  public static final String WORK = "users";

  private final Transactions transactions;
  private final Passwords passwords;
  private final RememberedLogins remembered;
  private final Revocations revocations;

  public Users(
      Transactions transactions,
      Passwords passwords,
      RememberedLogins remembered,
      Revocations revocations) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.remembered = remembered;
    this.revocations = revocations;
  }

  Optional<Credential> credential(String username) {
    return transactions.call(handle -> credential(handle, username));
  }

  /// Whether the organization has no user yet.
  public boolean isEmpty(Organization organization) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select not exists (
                  select from principal where organization_id = :id and kind = 'user')
                """)
            .bind("id", organization.id())
            .mapTo(Boolean.class)
            .one());
  }

  /// Makes the user, or gives an existing one this role, password and environment.
  ///
  /// @throws PlatformException ALREADY_EXISTS when the name is taken in another organization
  public Change put(
      Organization organization, Environment environment, String name, Secret password, Role role) {
    return transactions.callAlone(
        WORK,
        handle -> {
          remembered.forgetAllAfter(handle);
          if (find(handle, organization, name).isPresent()) {
            return change(handle, environment, name, password, role);
          }
          create(handle, organization, environment, name, password, role);
          return Change.CREATED;
        });
  }

  /// All users of the organization, by name.
  List<User> list(Organization organization) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select principal.name, environment.slug, credential.rotated_at, %s
                from principal
                join credential on credential.principal_id = principal.id and is_default
                join environment on environment.id = credential.environment_id
                where principal.organization_id = :organization and kind = 'user'
                order by principal.name
                """
                    .formatted(Rights.COLUMN))
            .bind("organization", organization.id())
            .map(USER)
            .list());
  }

  /// @throws PlatformException ALREADY_EXISTS when the name is taken
  void add(
      Organization organization, Environment environment, String name, Secret password, Role role) {
    transactions.runAlone(
        WORK,
        handle -> {
          if (find(handle, organization, name).isPresent()) {
            throw taken(name);
          }
          create(handle, organization, environment, name, password, role);
        });
  }

  /// @throws PlatformException OBJECT_NOT_FOUND when there is no such user
  void setPassword(Organization organization, String name, Secret password) {
    transactions.runAlone(
        WORK,
        handle -> {
          UUID id = require(handle, organization, name);
          remembered.forgetAllAfter(handle);
          handle
              .createUpdate(
                  """
                  update credential set verifier = :verifier, rotated_at = clock_timestamp()
                  where principal_id = :id and is_default
                  """)
              .bind("verifier", passwords.verifier(password).text().value())
              .bind("id", id)
              .execute();
          revocations.raise(handle, id);
        });
  }

  /// @throws PlatformException OBJECT_NOT_FOUND when there is no such user, INVALID_PARAMETER when
  ///   nobody would be left who administers
  void remove(Organization organization, String name) {
    transactions.runAlone(
        WORK,
        handle -> {
          UUID id = require(handle, organization, name);
          requireAnotherAdministrator(handle, organization, name);
          remembered.forgetAllAfter(handle);
          handle.createUpdate("delete from principal where id = :id").bind("id", id).execute();
          revocations.tellAfter(handle, Revocation.ofAll(id));
        });
  }

  private static UUID require(Handle handle, Organization organization, String name) {
    return find(handle, organization, name)
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "there is no user called '" + name + "'"));
  }

  private static void requireAnotherAdministrator(
      Handle handle, Organization organization, String name) {
    boolean another =
        handle
            .createQuery(
                """
                select exists (
                  select from principal
                  join role_assignment on principal_id = principal.id
                  where principal.organization_id = :organization and kind = 'user'
                    and role = :role and name <> :name)
                """)
            .bind("organization", organization.id())
            .bind("role", AssignedRole.ORGANIZATION_ADMIN.word())
            .bind("name", name)
            .mapTo(Boolean.class)
            .one();
    if (!another) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "'" + name + "' cannot be removed, as no other administrator is left; add one first");
    }
  }

  private static Optional<Credential> credential(Handle handle, String username) {
    return handle
        .createQuery(
            """
            select principal.id as principal_id, principal.name, principal.revision,
              environment.id as environment_id, environment.slug, credential.verifier,
              credential.expires_at, %s
            from credential
            join principal on principal.id = credential.principal_id
            join environment on environment.id = credential.environment_id
            where credential.username = :username
              and (credential.expires_at is null or credential.expires_at > clock_timestamp())
            """
                .formatted(Rights.COLUMN))
        .bind("username", username)
        .map(CREDENTIAL)
        .findOne();
  }

  private static Optional<UUID> find(Handle handle, Organization organization, String name) {
    return handle
        .createQuery(
            """
            select id from principal
            where organization_id = :organization and name = :name and kind = 'user'
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
    requireUnmistakable(handle, name);
    int rows =
        handle
            .createUpdate(
                """
                with created as (
                  insert into principal (organization_id, name)
                  values (:organization, :name)
                  returning id, name),
                assigned as (
                  insert into role_assignment (principal_id, role, organization_id)
                  select id, :role, :organization from created)
                insert into credential (principal_id, environment_id, username, verifier, is_default)
                select id, :environment, name, :verifier, true from created
                on conflict (username) do nothing
                """)
            .bind("organization", organization.id())
            .bind("name", name)
            .bind("role", role.assigned().word())
            .bind("environment", environment.id())
            .bind("verifier", passwords.verifier(password).text().value())
            .execute();
    if (rows == 0) {
      throw taken(name);
    }
  }

  private static void requireUnmistakable(Handle handle, String name) {
    handle.createQuery("select username from credential").mapTo(String.class).stream()
        .filter(known -> UserName.differInCaseOnly(known, name))
        .findFirst()
        .ifPresent(known -> {
          throw new PlatformException(
              ErrorCode.ALREADY_EXISTS,
              "there is a user '%s', whose name differs from '%s' only in case; choose another"
                  .formatted(known, name));
        });
  }

  private static PlatformException taken(String name) {
    return new PlatformException(
        ErrorCode.ALREADY_EXISTS, "the user name '" + name + "' is taken; choose another");
  }

  private Change change(
      Handle handle, Environment environment, String name, Secret password, Role role) {
    Optional<Credential> before = credential(handle, name);
    boolean samePassword = passwords.check(before.map(Credential::verifier), password);
    if (samePassword
        && before.filter(known -> Role.of(known.rights()) == role).isPresent()
        && before.filter(known -> known.environment().equals(environment)).isPresent()) {
      return Change.NONE;
    }
    handle
        .createUpdate(
            """
            update credential
            set environment_id = :environment, verifier = coalesce(:verifier, verifier),
              rotated_at = case when :verifier is null then rotated_at else clock_timestamp() end
            where username = :name
            """)
        .bind("name", name)
        .bind("environment", environment.id())
        .bind("verifier", samePassword ? null : passwords.verifier(password).text().value())
        .execute();
    UUID principal = before.map(known -> known.principal().id()).orElseThrow();
    assign(handle, principal, role);
    revocations.raise(handle, principal);
    return Change.CHANGED;
  }

  /// Gives the user this role on its organization in place of another; other roles stay.
  private static void assign(Handle handle, UUID principal, Role role) {
    handle
        .createUpdate(
            """
            with before as (
              delete from role_assignment
              where principal_id = :principal and organization_id is not null and role <> :role)
            insert into role_assignment (principal_id, role, organization_id)
            select id, :role, organization_id from principal where id = :principal
            on conflict do nothing
            """)
        .bind("principal", principal)
        .bind("role", role.assigned().word())
        .execute();
  }
}
