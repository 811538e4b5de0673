package ai.altertable.controlplane.environment;

import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.environment.EnvironmentEntry.Place;
import ai.altertable.controlplane.tenant.Slug;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The environments of organizations. Safe for use by several threads.
public final class Environments {
  /// What else changes with an environment, in the same transaction.
  @FunctionalInterface
  public interface Step {
    void run(Handle handle, UUID organization, Environment environment);
  }

  private static final RowMapper<EnvironmentEntry> ENTRY =
      (row, _) ->
          new EnvironmentEntry(
              new Environment(row.getObject("id", UUID.class), row.getString("slug")),
              row.getString("name"),
              new Place(row.getString("cloud_provider"), row.getString("cloud_provider_region")),
              row.getTimestamp("created_at").toInstant(),
              row.getTimestamp("updated_at").toInstant());

  private static final String COLUMNS =
      "id, slug, name, cloud_provider, cloud_provider_region, created_at, updated_at";

  private final Transactions transactions;

  public Environments(Transactions transactions) {
    this.transactions = transactions;
  }

  /// @throws PlatformException OBJECT_NOT_FOUND, also for one of another organization
  public Environment require(UUID organization, Ref ref) {
    return entry(organization, ref).environment();
  }

  /// @throws PlatformException OBJECT_NOT_FOUND
  EnvironmentEntry entry(UUID organization, Ref ref) {
    return transactions
        .call(handle -> find(handle, organization, ref, ""))
        .orElseThrow(() -> Call.notFound("environment", ref));
  }

  private static Optional<EnvironmentEntry> find(
      Handle handle, UUID organization, Ref ref, String lock) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + """
                 from environment
                where organization_id = :organization and (id = cast(:id as uuid) or slug = :slug)
                order by id = cast(:id as uuid) desc nulls last limit 1
                """
                + lock)
        .bind("organization", organization)
        .bindByType("id", ref.id().orElse(null), UUID.class)
        .bind("slug", ref.slug().orElse(null))
        .map(ENTRY)
        .findOne();
  }

  /// @param alongside done once it is there
  /// @throws PlatformException INVALID_PARAMETER, and ALREADY_EXISTS when the slug is taken
  EnvironmentEntry create(UUID organization, String name, Place place, Step alongside) {
    String slug = Slug.of(name).value();
    return transactions.call(handle -> {
      EnvironmentEntry entry =
          insert(handle, organization, name, slug, place)
              .orElseThrow(() ->
                  new PlatformException(
                      ErrorCode.ALREADY_EXISTS,
                      "there is an environment '" + slug + "'; choose another name"));
      alongside.run(handle, organization, entry.environment());
      return entry;
    });
  }

  private static Optional<EnvironmentEntry> insert(
      Handle handle, UUID organization, String name, String slug, Place place) {
    return handle
        .createQuery(
            """
            insert into environment
              (organization_id, name, slug, cloud_provider, cloud_provider_region)
            values (:organization, :name, :slug, :provider, :region)
            on conflict (organization_id, slug) do nothing
            returning
            """
                + COLUMNS)
        .bind("organization", organization)
        .bind("name", name)
        .bind("slug", slug)
        .bind("provider", place.provider())
        .bind("region", place.region())
        .map(ENTRY)
        .findOne();
  }

  /// Removes an environment that has no databases any more.
  ///
  /// @param before done first
  /// @throws PlatformException OBJECT_NOT_FOUND; INVALID_PARAMETER when something is left in it, or
  ///   it is the last one
  void remove(UUID organization, Ref ref, Step before) {
    try {
      transactions.runAlone(
          "environments",
          handle -> {
            Environment environment =
                find(handle, organization, ref, "for update")
                    .orElseThrow(() -> Call.notFound("environment", ref))
                    .environment();
            requireRemovable(handle, organization, environment);
            before.run(handle, organization, environment);
            handle.execute("delete from environment where id = ?", environment.id());
          });
    } catch (PlatformException failure) {
      throw failure.code() == ErrorCode.CONSTRAINT_VIOLATION
          ? new PlatformException(
              ErrorCode.INVALID_PARAMETER,
              "the environment is still in use: it has workers or other things of its own",
              failure)
          : failure;
    }
  }

  private static void requireRemovable(Handle handle, UUID organization, Environment environment) {
    if (is(
        handle,
        "select exists (select from managed_database where environment_id = ?)",
        environment.id())) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the environment '" + environment.slug() + "' has databases; remove them first");
    }
    if (is(
        handle, "select count(*) < 2 from environment where organization_id = ?", organization)) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the environment '" + environment.slug() + "' is the last one, and has to stay");
    }
  }

  private static boolean is(Handle handle, String query, UUID id) {
    return handle.createQuery(query).bind(0, id).mapTo(Boolean.class).one();
  }
}
