package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.database.Transactions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what databases that are gone have left: first their schema and roles, then their files,
/// and last the note of them. What was interrupted is completed by doing it again.
public final class Removals {
  /// Long enough for workers to learn of a removal that were cut off, and for what ran to end.
  public static final Duration GRACE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private record Removed(UUID id, String dataPath) {}

  private static final RowMapper<Removed> REMOVED =
      (row, _) -> new Removed(row.getObject("id", UUID.class), row.getString("data_path"));

  private final Transactions transactions;
  private final Lakehouse lakehouse;

  public Removals(Transactions transactions, Lakehouse lakehouse) {
    this.transactions = transactions;
    this.lakehouse = lakehouse;
  }

  /// Clears away what was removed at least that long ago.
  ///
  /// @return how many databases have left nothing any more
  public int purge(Duration grace, ObjectRemoval objects) {
    int purged = 0;
    for (Removed removed : due(grace)) {
      purged += purge(removed, objects) ? 1 : 0;
    }
    return purged;
  }

  private boolean purge(Removed removed, ObjectRemoval objects) {
    lakehouse.drop(removed.id());
    try {
      objects.remove(removed.dataPath());
    } catch (IOException failure) {
      LOG.warn(
          "the files of the removed database {} cannot be removed yet: {}",
          removed.id(),
          failure.toString());
      return false;
    }
    transactions.run(
        handle -> handle.execute("delete from removed_database where id = ?", removed.id()));
    LOG.info("metadata and files of the removed database {} are gone", removed.id());
    return true;
  }

  private List<Removed> due(Duration grace) {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select id, data_path from removed_database
                where removed_at <= clock_timestamp() - make_interval(secs => :seconds)
                order by removed_at
                """)
            .bind("seconds", grace.toMillis() / 1000.0)
            .map(REMOVED)
            .list());
  }
}
