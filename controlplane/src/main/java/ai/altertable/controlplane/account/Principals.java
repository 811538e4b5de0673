package ai.altertable.controlplane.account;

import ai.altertable.controlplane.access.UserName;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.role.Rights;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// Finds users and service accounts. Those of another organization are not there.
final class Principals {
  /// @param name a user's, or a service account's label
  /// @param slug only of a service account
  record Found(
      UUID id, UUID organization, Kind kind, String name, Optional<String> slug, Rights rights) {}

  static final RowMapper<Found> FOUND =
      (row, _) ->
          new Found(
              row.getObject("id", UUID.class),
              row.getObject("organization_id", UUID.class),
              Kind.of(row.getString("kind")),
              row.getString("name"),
              Optional.ofNullable(row.getString("slug")),
              Rights.of(row));

  static final String SELECT =
      "select id, organization_id, kind, name, slug, " + Rights.COLUMN + " from principal\n";

  private Principals() {}

  /// @param ref the id, a service account's slug or a user's name
  /// @throws ai.altertable.foundation.error.PlatformException OBJECT_NOT_FOUND
  static Found require(Handle handle, UUID organization, Kind kind, Ref ref) {
    return find(handle, organization, kind, ref)
        .orElseThrow(() -> Call.notFound(kind.title(), ref));
  }

  /// The user of this name.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException OBJECT_NOT_FOUND
  static Found requireUser(Handle handle, UUID organization, String name) {
    if (!UserName.isLegal(name)) {
      throw Call.notFound(Kind.USER.title(), new Ref(name));
    }
    return handle
        .createQuery(
            SELECT + "where organization_id = :organization and kind = 'user' and name = :name")
        .bind("organization", organization)
        .bind("name", name)
        .map(FOUND)
        .findOne()
        .orElseThrow(() -> Call.notFound(Kind.USER.title(), new Ref(name)));
  }

  private static Optional<Found> find(Handle handle, UUID organization, Kind kind, Ref ref) {
    if (ref.id().isEmpty() && !UserName.isLegal(ref.text())) {
      return Optional.empty();
    }
    return handle
        .createQuery(
            SELECT
                + """
                where organization_id = :organization and kind = :kind
                  and (id = cast(:id as uuid) or (cast(:id as uuid) is null and coalesce(slug, name) = :text))
                """)
        .bind("organization", organization)
        .bind("kind", kind.word())
        .bindByType("id", ref.id().orElse(null), UUID.class)
        .bind("text", ref.text())
        .map(FOUND)
        .findOne();
  }
}
