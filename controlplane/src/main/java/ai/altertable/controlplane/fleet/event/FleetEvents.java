package ai.altertable.controlplane.fleet.event;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.event.FleetEvent.What;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The latest events, [#KEPT_OF_EACH] of each sort, so that whoever makes many of one sort, such as
/// refusals, drives none of another out.
public final class FleetEvents {
  static final int KEPT_OF_EACH = 1_000;
  private static final int TEXT_MAX = 500;

  private static final RowMapper<FleetEvent> EVENT =
      (row, _) ->
          new FleetEvent(
              row.getTimestamp("at").toInstant(),
              What.of(row.getString("what")),
              row.getString("who"),
              row.getString("slug"),
              row.getString("detail"));

  private final Transactions transactions;

  public FleetEvents(Transactions transactions) {
    this.transactions = transactions;
  }

  /// Newest first.
  public List<FleetEvent> latest(int max) {
    return transactions.call(handle ->
        handle
            .createQuery(
                "select at, what, who, slug, detail from fleet_event order by id desc limit :max")
            .bind("max", max)
            .map(EVENT)
            .list());
  }

  /// In a transaction of its own.
  public void add(FleetEvent event) {
    transactions.run(handle -> add(handle, event));
  }

  /// Together with what has happened.
  public static void add(Handle handle, FleetEvent event) {
    handle
        .createUpdate(
            """
            insert into fleet_event (at, what, who, slug, detail)
            values (:at, :what, :who, :slug, :detail)
            """)
        .bind("at", event.at())
        .bind("what", event.what().word())
        .bind("who", cut(event.who()))
        .bind("slug", cut(event.slug()))
        .bind("detail", cut(event.detail()))
        .execute();
    handle
        .createUpdate(
            """
            delete from fleet_event where what = :what and id <=
              (select id from fleet_event where what = :what order by id desc offset :kept limit 1)
            """)
        .bind("what", event.what().word())
        .bind("kept", KEPT_OF_EACH)
        .execute();
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
  }
}
