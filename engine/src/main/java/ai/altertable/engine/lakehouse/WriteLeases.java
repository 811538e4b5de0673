package ai.altertable.engine.lakehouse;

import ai.altertable.engine.EngineEvents;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// The write leases of this worker, one for each managed database. Safe for use by several threads.
public final class WriteLeases implements AutoCloseable {
  private final MetadataConnections connections;
  private final EngineEvents events;
  private final ConcurrentHashMap<String, WriteLease> leases = new ConcurrentHashMap<>();

  public WriteLeases(MetadataServer server, EngineEvents events) {
    this.events = events;
    this.connections = new MetadataConnections(server);
  }

  /// The lease of a database, not yet held.
  public WriteLease of(ManagedDatabase database) {
    return leases.computeIfAbsent(
        database.metadataSchema(), schema -> new WriteLease(database, connections, events));
  }

  @Override
  public void close() {
    List<WriteLease> all = new ArrayList<>(leases.values());
    leases.clear();
    all.forEach(WriteLease::disconnect);
  }
}
