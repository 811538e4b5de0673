package ai.altertable.controlplane.tenant;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.identity.Environment;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/// The organizations and environments that there are.
public final class Tenants {
  private static final RowMapper<Organization> ORGANIZATION =
      (row, _) ->
          new Organization(
              row.getObject("id", UUID.class), row.getString("name"), row.getString("slug"));
  private static final RowMapper<Environment> ENVIRONMENT =
      (row, _) -> new Environment(row.getObject("id", UUID.class), row.getString("slug"));

  private final Transactions transactions;

  public Tenants(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The organization of that name, made if it is missing.
  public Organization organization(String name) {
    String slug = Slug.of(name).value();
    return transactions.call(handle -> {
      handle
          .createUpdate(
              """
              insert into organization (name, slug) values (:name, :slug)
              on conflict (slug) do nothing
              """)
          .bind("name", name)
          .bind("slug", slug)
          .execute();
      return handle
          .createQuery("select id, name, slug from organization where slug = :slug")
          .bind("slug", slug)
          .map(ORGANIZATION)
          .one();
    });
  }

  /// The environment of that name, made if it is missing. Names with the same slug are the same.
  public Environment environment(Organization organization, String name) {
    String slug = Slug.of(name).value();
    return transactions.call(handle -> {
      handle
          .createUpdate(
              """
              insert into environment (organization_id, name, slug)
              values (:organization, :name, :slug)
              on conflict (organization_id, slug) do nothing
              """)
          .bind("organization", organization.id())
          .bind("name", name)
          .bind("slug", slug)
          .execute();
      return handle
          .createQuery(
              """
              select id, slug from environment
              where organization_id = :organization and slug = :slug
              """)
          .bind("organization", organization.id())
          .bind("slug", slug)
          .map(ENVIRONMENT)
          .one();
    });
  }

  /// The organization's environments, oldest first.
  public List<Environment> environments(Organization organization) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select id, slug from environment
                where organization_id = :organization
                order by created_at, id
                """)
            .bind("organization", organization.id())
            .map(ENVIRONMENT)
            .list());
  }
}
