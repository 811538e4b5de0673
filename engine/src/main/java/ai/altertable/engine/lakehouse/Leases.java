package ai.altertable.engine.lakehouse;

import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Write leases that were waited for, on their way to the transaction that will need them. Those
/// that no transaction has taken over are given back at the end.
public final class Leases implements AutoCloseable {
  private final Map<ManagedDatabase, WriteLease> held = new LinkedHashMap<>();

  private Leases() {}

  /// Waits for the leases of databases, in their order. Not for engine threads: whoever holds a
  /// lease needs one to go on.
  static Leases acquire(
      Lakehouse lakehouse,
      MetadataServer server,
      UUID principal,
      List<ManagedDatabase> databases,
      Interruption interruption) {
    Leases leases = new Leases();
    try {
      for (ManagedDatabase database : databases) {
        WriteLease lease = lakehouse.lease(server, database);
        lease.acquire(principal, interruption);
        leases.held.put(database, lease);
      }
      return leases;
    } catch (RuntimeException | Error failure) {
      leases.close();
      throw failure;
    }
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  /// Hands all leases over.
  Map<ManagedDatabase, WriteLease> take() {
    Map<ManagedDatabase, WriteLease> taken = new LinkedHashMap<>(held);
    held.clear();
    return taken;
  }

  @Override
  public void close() {
    take().values().forEach(WriteLease::release);
  }
}
