package ai.altertable.engine.lakehouse;

import ai.altertable.engine.EngineEvents;
import ai.altertable.engine.capi.Connection;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// What this worker needs to write to managed databases: their leases, and the sync of their files.
/// Safe for use by several threads.
public final class Lakehouse implements AutoCloseable {
  private final ConcurrentHashMap<MetadataServer, WriteLeases> leases = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, NewFiles> files = new ConcurrentHashMap<>();
  private final SecondNames secondNames;
  private final EngineEvents events;

  private Lakehouse(SecondNames secondNames, EngineEvents events) {
    this.events = events;
    this.secondNames = secondNames;
  }

  /// @param objects the local object store
  public static Lakehouse open(Path objects, EngineEvents events) {
    return new Lakehouse(SecondNames.open(objects.toAbsolutePath()), events);
  }

  /// A transaction on a connection that has none. It has begun when this returns.
  ///
  /// @param statement that begins it
  public LakeTransaction begin(Connection connection, String statement, String author) {
    return LakeTransaction.begin(this, connection, statement, author);
  }

  /// Waits for the write leases of databases. Not on an engine thread.
  ///
  /// @param principal for whom
  /// @param databases in an order that is the same for everybody
  public Leases acquire(
      MetadataServer server,
      UUID principal,
      List<ManagedDatabase> databases,
      Interruption interruption) {
    return Leases.acquire(this, server, principal, databases, interruption);
  }

  WriteLease lease(MetadataServer server, ManagedDatabase database) {
    return leases
        .computeIfAbsent(server, metadata -> new WriteLeases(metadata, events))
        .of(database);
  }

  EngineEvents events() {
    return events;
  }

  NewFiles files(ManagedDatabase database) {
    return files.computeIfAbsent(
        database.dataPath(), path -> new NewFiles(Path.of(path), secondNames.clockLag()));
  }

  SecondNames secondNames() {
    return secondNames;
  }

  @Override
  public void close() {
    leases.values().forEach(WriteLeases::close);
    secondNames.close();
  }
}
