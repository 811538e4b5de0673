package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;

/// The labels of an organization. One is made when a database is first given a tag of its name.
final class Labels {
  private static final RowMapper<Label> LABEL =
      (row, _) ->
          new Label(row.getObject("id", UUID.class), row.getString("name"), row.getString("color"));

  private final Transactions transactions;

  Labels(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The ids of the labels of these names, which are made where they are missing.
  List<UUID> named(UUID organization, Collection<String> names) {
    return transactions.call(handle -> {
      for (String name : names) {
        handle
            .createUpdate(
                """
                insert into label (organization_id, name) values (:organization, :name)
                on conflict (organization_id, name) do nothing
                """)
            .bind("organization", organization)
            .bind("name", name)
            .execute();
      }
      return handle
          .createQuery(
              """
              select id from label
              where organization_id = :organization and name = any(:names) order by name
              """)
          .bind("organization", organization)
          .bindArray("names", String.class, names.toArray())
          .mapTo(UUID.class)
          .list();
    });
  }

  /// @throws PlatformException INVALID_PARAMETER when the organization lacks one of them
  List<UUID> existing(UUID organization, Collection<UUID> ids) {
    List<UUID> known = list(organization).stream().map(Label::id).toList();
    for (UUID id : ids) {
      if (!known.contains(id)) {
        throw new PlatformException(
            ErrorCode.INVALID_PARAMETER, "label_ids: there is no label " + id);
      }
    }
    return ids.stream().distinct().toList();
  }

  /// By name.
  List<Label> list(UUID organization) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select id, name, color from label where organization_id = :organization
                order by name
                """)
            .bind("organization", organization)
            .map(LABEL)
            .list());
  }

  /// Both lists, each id once.
  static List<UUID> together(List<UUID> some, List<UUID> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().toList();
  }
}
