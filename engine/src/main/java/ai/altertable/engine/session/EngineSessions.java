package ai.altertable.engine.session;

import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.instance.ConnectionContext;
import ai.altertable.engine.instance.Instance;
import ai.altertable.engine.instance.InstanceKey;
import ai.altertable.engine.instance.Instances;
import ai.altertable.engine.instance.PooledConnection;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Opens sessions on the principals' instances.
public final class EngineSessions implements SessionFactory, AutoCloseable {
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);
  private static final ZoneId DEFAULT_ZONE = ZoneId.of("Etc/UTC");

  private final EngineServices services;
  private final Instances instances;
  private final Supplier<Catalogs> catalogs;
  private final SessionRegistry registry;
  private final Housekeeping housekeeping;

  /// @param catalogs those of the environment at the moment
  public EngineSessions(EngineServices services, Instances instances, Supplier<Catalogs> catalogs) {
    this.services = services;
    this.instances = instances;
    this.catalogs = catalogs;
    this.registry = new SessionRegistry(services.config(), services.threads(), services.drain());
    this.housekeeping =
        new Housekeeping(
            services.transactions()::stopOverdue, registry::expire, instances::closeIdle);
  }

  /// Starts to look after sessions and instances that are idle.
  public void start() {
    services.timer().every(HOUSEKEEPING, housekeeping::startRound);
  }

  @Override
  public Session open(SessionRequest request) {
    Conversation conversation = registry.enter(request, id -> converse(id, request));
    EngineSession session = new EngineSession(services, registry, request, conversation);
    registry.watch(request, session.id(), session::abandon);
    return session;
  }

  @Override
  public boolean has(UUID environment, UUID principal, SessionId session) {
    return registry.has(environment, principal, session);
  }

  @Override
  public void endAll(UUID principal) {
    registry.endAll(principal);
  }

  public List<OpenSession> list() {
    return registry.list();
  }

  /// Ends a session: stops what it does, or closes it where it is kept.
  ///
  /// @return false when there is none of this id
  public boolean end(UUID principal, SessionId id, Ending why) {
    return registry.end(principal, id, why);
  }

  /// Lets nothing new begin, or again everything. What waits is told at once.
  public void drain(boolean on) {
    services.drain().set(on);
    registry.lookAgain();
  }

  /// Stops and ends all sessions.
  public void endAll(Ending why) {
    registry.endAll(why);
  }

  public SessionCount count() {
    return registry.count();
  }

  /// Enters the engine only when no connection is ready.
  private Conversation converse(SessionId id, SessionRequest request) {
    InstanceKey key = key(request);
    ConnectionContext context = context(request, key);
    return converseReady(id, key, context)
        .orElseGet(() -> services.threads().call(() -> converseNow(id, key, context)));
  }

  private Optional<Conversation> converseReady(
      SessionId id, InstanceKey key, ConnectionContext context) {
    Instance open = instances.enterOpen(key).orElse(null);
    if (open == null) {
      return Optional.empty();
    }
    Optional<PooledConnection> ready = open.borrowReady(context);
    if (ready.isEmpty()) {
      open.leave();
    }
    return ready.map(connection -> new Conversation(id, open, connection));
  }

  private Conversation converseNow(SessionId id, InstanceKey key, ConnectionContext context) {
    try {
      Instance instance = instances.enter(key);
      try {
        return new Conversation(id, instance, instance.borrow(context));
      } catch (RuntimeException | Error failure) {
        instance.leave();
        throw failure;
      }
    } catch (DuckDbFailure failure) {
      throw DuckDbErrors.translate(failure);
    }
  }

  private InstanceKey key(SessionRequest request) {
    Catalogs present = catalogs.get();
    List<Attachment> attachments =
        present.databases().stream()
            .filter(database -> request.access().containsKey(database.name()))
            .map(database -> new Attachment(database, access(request, database.name())))
            .sorted(Comparator.comparing(Attachment::name))
            .toList();
    return new InstanceKey(
        request.environment().id(), request.principal().id(), present.metadata(), attachments);
  }

  private static Access access(SessionRequest request, String catalog) {
    return request.access().getOrDefault(catalog, Access.READ);
  }

  private static ConnectionContext context(SessionRequest request, InstanceKey key) {
    String wanted =
        request
            .catalog()
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.CATALOG_NOT_FOUND,
                    "the request names no catalog, and you have no default one"));
    String catalog =
        key.attachments().stream()
            .map(Attachment::name)
            .filter(wanted::equalsIgnoreCase)
            .findFirst()
            .orElseThrow(() -> Executions.catalogNotFound(wanted));
    ZoneId zone = request.timeZone().orElse(DEFAULT_ZONE);
    return new ConnectionContext(
        catalog,
        request.schema().orElse("main"),
        zone.equals(ZoneOffset.UTC) ? DEFAULT_ZONE : zone);
  }

  /// Ends all sessions, then all instances. What still runs is cancelled with its instance.
  @Override
  public void close() {
    registry.close();
    instances.close();
  }
}
