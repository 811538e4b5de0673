package ai.altertable.controlplane.role;

import ai.altertable.foundation.identity.Access;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// All roles of one principal, and what follows from them.
public record Rights(List<RoleAssignment> assignments) {
  /// What a query on the table of principals selects for [#of(ResultSet)].
  public static final String COLUMN =
      """
      array(
        select role || ' ' || coalesce(role_assignment.organization_id, environment_id, database_id)
        from role_assignment where role_assignment.principal_id = principal.id
        order by 1) as rights\
      """;

  public static final Rights NONE = new Rights(List.of());

  public Rights {
    assignments = List.copyOf(assignments);
  }

  /// From a row that has [#COLUMN].
  public static Rights of(ResultSet row) throws SQLException {
    Array column = row.getArray("rights");
    String[] texts = (String[]) column.getArray();
    return new Rights(Stream.of(texts).map(Rights::parse).toList());
  }

  private static RoleAssignment parse(String text) {
    String[] words = text.split(" ", 2);
    return new RoleAssignment(AssignedRole.find(words[0]).orElseThrow(), UUID.fromString(words[1]));
  }

  /// Whether the principal looks after its organization.
  public boolean administrates() {
    return assignments.stream().anyMatch(one -> one.role() == AssignedRole.ORGANIZATION_ADMIN);
  }

  /// What may be done with a database of the principal's organization; nothing: it is not seen.
  public Optional<Access> on(UUID environment, UUID database) {
    return assignments.stream()
        .filter(one ->
            switch (one.role().kind()) {
              case ORGANIZATION -> true;
              case ENVIRONMENT -> one.resource().equals(environment);
              case CATALOG -> one.resource().equals(database);
            })
        .flatMap(one -> one.role().access().stream())
        .max(Comparator.naturalOrder());
  }
}
