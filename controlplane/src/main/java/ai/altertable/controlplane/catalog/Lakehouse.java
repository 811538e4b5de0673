package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.access.PasswordHash;
import ai.altertable.controlplane.access.ScramVerifier;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.database.PrivateDatabase;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The PostgreSQL database where DuckLake keeps the metadata of managed databases, apart from the
/// platform's own tables. Each managed database has a schema, a role that owns it and nothing else,
/// and a role that may read it and nothing else.
public final class Lakehouse {
  private static final String PROVISIONING = "lakehouse provisioning";
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

  /// PostgreSQL's own number; the passwords have 256 bits, so that more would buy nothing.
  private static final int PASSWORD_ITERATIONS = 4096;

  private final PostgresServer server;
  private final LakehouseConfig config;
  private final RolePasswords passwords;
  private final PasswordHash hash;
  private final SecureRandom random;
  private final Transactions transactions;

  /// Administration has one connection at a time.
  private final ReentrantLock administration = new ReentrantLock(true);

  // Guarded by administration.
  private final Map<String, String> provisioned = new HashMap<>();

  private Lakehouse(
      PostgresServer server,
      LakehouseConfig config,
      RolePasswords passwords,
      PasswordHash hash,
      SecureRandom random) {
    this.server = server;
    this.config = config;
    this.passwords = passwords;
    this.hash = hash;
    this.random = random;
    this.transactions = new Transactions(server.database(config.database(), ANSWER_TIMEOUT));
  }

  /// Makes the database where it is missing, and closes it to everybody.
  ///
  /// @param neighbour a database of the same server that exists
  public static Lakehouse open(
      PostgresServer server,
      String neighbour,
      LakehouseConfig config,
      RolePasswords passwords,
      PasswordHash hash,
      SecureRandom random) {
    PrivateDatabase.ensure(server, neighbour, config.database());
    return new Lakehouse(server, config, passwords, hash, random);
  }

  public MetadataServer server() {
    return new MetadataServer(server.host(), server.port(), config.database(), server.tls());
  }

  ManagedDatabase managed(Database database) {
    MetadataNames names = MetadataNames.of(database.id());
    return new ManagedDatabase(
        database.name().catalog(),
        names.schema(),
        database.dataPath(),
        login(names.owner()),
        login(names.reader()));
  }

  private ManagedDatabase.Login login(String role) {
    return new ManagedDatabase.Login(role, passwords.password(role));
  }

  /// Makes what is missing of the databases' schemas and roles, and sets passwords, rights and
  /// limits anew: all or nothing.
  void provision(List<UUID> databases) {
    if (databases.isEmpty()) {
      return;
    }
    administration.lock();
    try {
      Map<String, String> states =
          transactions.callAlone(
              PROVISIONING,
              handle -> {
                LeaseFunctions.provision(handle);
                databases.forEach(id -> provision(handle, MetadataNames.of(id)));
                return RoleStates.read(handle);
              });
      for (UUID id : databases) {
        MetadataNames names = MetadataNames.of(id);
        remember(names.owner(), states);
        remember(names.reader(), states);
      }
    } finally {
      administration.unlock();
    }
  }

  private void remember(String role, Map<String, String> states) {
    provisioned.put(role, states.getOrDefault(role, ""));
  }

  /// Removes the schema and the roles of a database, and cuts off whoever is still connected by
  /// them. Does nothing where there are none.
  void drop(UUID database) {
    MetadataNames names = MetadataNames.of(database);
    administration.lock();
    try {
      transactions.runAlone(PROVISIONING, handle -> drop(handle, names));
      provisioned.remove(names.owner());
      provisioned.remove(names.reader());
    } finally {
      administration.unlock();
    }
  }

  private static void drop(Handle handle, MetadataNames names) {
    List<String> roles =
        List.of(names.owner(), names.reader()).stream()
            .filter(role -> !isMissing(handle, role))
            .toList();
    for (String role : roles) {
      joinUnlessSuperuser(handle, role);
      handle.execute("alter role " + role + " nologin");
      handle
          .createQuery("select pg_terminate_backend(pid) from pg_stat_activity where usename = ?")
          .bind(0, role)
          .mapTo(Boolean.class)
          .list();
    }
    handle.execute("drop schema if exists " + names.schema() + " cascade");
    for (String role : roles) {
      handle.execute("drop owned by " + role + " cascade");
      handle.execute("drop role " + role);
    }
  }

  /// The roles that somebody else has changed since they were last provisioned.
  ///
  /// @param databases those that there are: another process may have removed some
  Set<String> changedRoles(List<UUID> databases) {
    Set<String> expected = new TreeSet<>();
    for (UUID id : databases) {
      MetadataNames names = MetadataNames.of(id);
      expected.add(names.owner());
      expected.add(names.reader());
    }
    administration.lock();
    try {
      provisioned.keySet().retainAll(expected);
      Map<String, String> now = transactions.call(RoleStates::read);
      return provisioned.entrySet().stream()
          .filter(role -> !role.getValue().equals(now.get(role.getKey())))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      administration.unlock();
    }
  }

  private void provision(Handle handle, MetadataNames names) {
    role(handle, names.owner(), names.schema(), config.ownerConnectionsMax());
    role(handle, names.reader(), names.schema(), config.readerConnectionsMax());
    set(handle, names.reader(), "default_transaction_read_only", "on");
    LeaseFunctions.grant(handle, names.owner());
    joinUnlessSuperuser(handle, names.owner());
    String schema = names.schema();
    String reader = names.reader();
    handle.execute("create schema if not exists " + schema + " authorization " + names.owner());
    handle.execute("set local role " + names.owner());
    handle.execute("grant usage on schema " + schema + " to " + reader);
    handle.execute("grant select on all tables in schema " + schema + " to " + reader);
    handle.execute(
        "alter default privileges in schema " + schema + " grant select on tables to " + reader);
    handle.execute("reset role");
  }

  private void role(Handle handle, String role, String schema, int connectionsMax) {
    if (isMissing(handle, role)) {
      handle.execute("create role " + role + " noinherit");
    }
    // The server gets the verifier, so that the password itself is in no log of statements.
    handle.execute(
        String.format(
            "alter role %s login connection limit %d password '%s'",
            role,
            connectionsMax,
            ScramVerifier.of(random, hash, passwords.password(role), PASSWORD_ITERATIONS)
                .text()
                .value()));
    // What the role has set of itself.
    handle.execute("alter role " + role + " reset all");
    handle.execute("alter role " + role + " in database " + config.database() + " reset all");
    set(handle, role, "search_path", schema);
    set(handle, role, "statement_timeout", config.statementTimeout().toMillis());
    set(
        handle,
        role,
        "idle_in_transaction_session_timeout",
        config.idleInTransactionTimeout().toMillis());
    handle.execute("grant connect on database " + config.database() + " to " + role);
  }

  private static boolean isMissing(Handle handle, String role) {
    return handle
        .createQuery("select not exists (select from pg_roles where rolname = :role)")
        .bind("role", role)
        .mapTo(Boolean.class)
        .one();
  }

  private void set(Handle handle, String role, String setting, Object value) {
    handle.execute(
        String.format(
            "alter role %s in database %s set %s = %s", role, config.database(), setting, value));
  }

  /// Only a superuser acts for a role without being a member of it.
  private static void joinUnlessSuperuser(Handle handle, String role) {
    if (!RoleStates.isSuperuser(handle)) {
      handle.execute("grant " + role + " to current_user");
    }
  }
}
