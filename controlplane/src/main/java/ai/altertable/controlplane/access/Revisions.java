package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.identity.Revocation;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/// Which revision of each principal is the first that counts, as the database has it.
public final class Revisions {
  private static final RowMapper<Revocation> REVOCATION =
      (row, _) -> new Revocation(row.getObject("id", UUID.class), row.getLong("revision"));

  private final Transactions transactions;

  public Revisions(Transactions transactions) {
    this.transactions = transactions;
  }

  /// Of every principal that has changed since it was made, and of those removed in the last 30
  /// days. Nothing was ever granted to the others that does not count.
  public List<Revocation> read() {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select id, revision from principal where revision > 1
                union all
                select id, :gone from removed_principal
                order by id
                """)
            .bind("gone", Long.MAX_VALUE)
            .map(REVOCATION)
            .list());
  }

  /// Differs from before whenever an answer to a login may have changed.
  public String fingerprint() {
    return transactions.call(handle ->
        handle
            .createQuery(
                """
                select md5(concat_ws('|',
                  (select string_agg(concat_ws(':', id, revision), ',' order by id) from principal),
                  (select string_agg(concat_ws(':', id, rotated_at), ',' order by id)
                    from credential),
                  (select string_agg(concat_ws(':', id, is_default, provisioned_at), ',' order by id)
                    from managed_database)))
                """)
            .mapTo(String.class)
            .one());
  }
}
