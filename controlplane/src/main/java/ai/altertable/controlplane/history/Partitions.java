package ai.altertable.controlplane.history;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.PlatformException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The days of history, a partition each. Safe for use by several threads and control planes.
final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final String TABLE = "finished_statement";
  private static final String WORK = "history partitions";
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private final Transactions transactions;

  /// Days whose partition was there when it was looked for.
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  Partitions(Transactions transactions) {
    this.transactions = transactions;
  }

  /// Makes the partitions that are missing.
  void ensure(Collection<LocalDate> days) {
    List<LocalDate> unknown = days.stream().filter(day -> !known.contains(day)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    transactions.runAlone(
        WORK,
        handle -> {
          List<LocalDate> there = days(handle);
          unknown.stream().filter(day -> !there.contains(day)).forEach(day -> make(handle, day));
        });
    known.addAll(unknown);
  }

  /// What was known of them may be outdated.
  void forget() {
    known.clear();
  }

  /// Attaching, unlike making it as a partition, lets others read and write meanwhile.
  private static void make(Handle handle, LocalDate day) {
    String name = TABLE + "_" + DAY.format(day);
    handle.execute(
        "create table %s (like %s including defaults including constraints)"
            .formatted(name, TABLE));
    handle.execute(
        "alter table %s attach partition %s for values from ('%s') to ('%s')"
            .formatted(TABLE, name, midnight(day), midnight(day.plusDays(1))));
  }

  private static String midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toOffsetDateTime().toString();
  }

  /// Drops the partitions of earlier days.
  void dropBefore(LocalDate first) {
    for (LocalDate day : transactions.call(Partitions::days)) {
      if (day.isBefore(first)) {
        drop(day);
      }
    }
  }

  private void drop(LocalDate day) {
    try {
      known.remove(day);
      transactions.runAlone(
          WORK,
          handle -> {
            // Who waits for the lock makes all others wait behind it.
            handle.execute("set local lock_timeout = '2s'");
            handle.execute("drop table if exists " + TABLE + "_" + DAY.format(day));
          });
      LOG.info("history of {} was dropped", day);
    } catch (PlatformException busy) {
      LOG.info("history of {} is in use and will be dropped later: {}", day, busy.logLine());
    }
  }

  /// The days that have a partition, in any order.
  static List<LocalDate> days(Handle handle) {
    List<LocalDate> days = new ArrayList<>();
    for (String name :
        handle
            .createQuery(
                """
                select child.relname
                from pg_inherits
                join pg_class child on child.oid = inhrelid
                where inhparent = to_regclass(:table)
                """)
            .bind("table", TABLE)
            .mapTo(String.class)
            .list()) {
      try {
        days.add(LocalDate.parse(name.substring(TABLE.length() + 1), DAY));
      } catch (DateTimeParseException | IndexOutOfBoundsException somebodyElses) {
        LOG.debug("{} is no partition of ours", name);
      }
    }
    return days;
  }
}
