package ai.altertable.controlplane;

import ai.altertable.controlplane.access.Accounts;
import ai.altertable.controlplane.access.ApiKeys;
import ai.altertable.controlplane.access.PasswordAuthenticator;
import ai.altertable.controlplane.access.PasswordHash;
import ai.altertable.controlplane.access.Passwords;
import ai.altertable.controlplane.access.RememberedLogins;
import ai.altertable.controlplane.access.Revisions;
import ai.altertable.controlplane.access.Revocations;
import ai.altertable.controlplane.access.SharedAccess;
import ai.altertable.controlplane.access.Users;
import ai.altertable.controlplane.account.Credentials;
import ai.altertable.controlplane.account.ManagementKeys;
import ai.altertable.controlplane.account.Roles;
import ai.altertable.controlplane.account.ServiceAccounts;
import ai.altertable.controlplane.bootstrap.Bootstrap;
import ai.altertable.controlplane.catalog.Databases;
import ai.altertable.controlplane.catalog.Lakehouse;
import ai.altertable.controlplane.catalog.ObjectRemoval;
import ai.altertable.controlplane.catalog.Removals;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.controlplane.database.Care;
import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.ControlPlaneDatabase;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.environment.Environments;
import ai.altertable.controlplane.fleet.Fleet;
import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.authority.Authorities;
import ai.altertable.controlplane.fleet.authority.Authority;
import ai.altertable.controlplane.fleet.authority.KeySeal;
import ai.altertable.controlplane.history.History;
import ai.altertable.controlplane.history.HistoryResource;
import ai.altertable.controlplane.management.ManagementApi;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantVerdict;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.http.HttpHandler;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The control plane, open: who may enter, which databases there are, which workers run.
public final class ControlPlane implements AutoCloseable {
  private static final Duration ROLE_CARE_EVERY = Duration.ofSeconds(10);
  private static final Duration EXPIRY_CARE_EVERY = Duration.ofSeconds(2);
  private static final Duration CHANGES_SWEEP = Duration.ofMinutes(5);
  private static final Duration REMOVAL_CARE_EVERY = Duration.ofMinutes(1);

  private final Closer closer;
  private final RememberedLogins remembered;
  private final Revocations revocations;
  private final Authenticator authenticator;
  private final Tenants tenants;
  private final Accounts accounts;
  private final ApiKeys apiKeys;
  private final Databases databases;
  private final Removals removals;
  private final ManagementApi.Parts management;
  private final MetadataServer metadataServer;
  private final Bootstrap bootstrap;
  private final Transactions transactions;
  private final Changes changes;
  private final History history;

  private ControlPlane(
      Closer closer,
      RememberedLogins remembered,
      Revocations revocations,
      Authenticator authenticator,
      Tenants tenants,
      Accounts accounts,
      ApiKeys apiKeys,
      Databases databases,
      Removals removals,
      ManagementApi.Parts management,
      MetadataServer metadataServer,
      Bootstrap bootstrap,
      Transactions transactions,
      Changes changes,
      History history) {
    this.closer = closer;
    this.remembered = remembered;
    this.revocations = revocations;
    this.authenticator = authenticator;
    this.tenants = tenants;
    this.accounts = accounts;
    this.apiKeys = apiKeys;
    this.databases = databases;
    this.removals = removals;
    this.management = management;
    this.metadataServer = metadataServer;
    this.bootstrap = bootstrap;
    this.transactions = transactions;
    this.changes = changes;
    this.history = history;
  }

  /// Opens and migrates the platform's database, and sets up what the databases need.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException that tells the operator what to do
  public static ControlPlane open(
      ControlPlaneConfig config, RolePasswords rolePasswords, SecureRandom random) {
    return Closer.assemble(closer -> assemble(closer, config, rolePasswords, random));
  }

  private static ControlPlane assemble(
      Closer closer, ControlPlaneConfig config, RolePasswords rolePasswords, SecureRandom random) {
    ControlPlaneDatabase database =
        closer.register(ControlPlaneDatabase.open(config.postgres(), config.database()));
    Transactions transactions = database.transactions();
    Changes changes =
        closer.register(Changes.start(config.postgres(), config.database(), CHANGES_SWEEP));
    History history =
        closer.register(History.start(InstantSource.system(), transactions, config.history()));
    PasswordHash hash = PasswordHash.scramSha256();

    Lakehouse lakehouse =
        Lakehouse.open(
            config.postgres(),
            config.database().database(),
            config.lakehouse(),
            rolePasswords,
            hash,
            random);
    RememberedLogins remembered = new RememberedLogins(random, config.access());
    Revocations revocations = new Revocations(transactions);
    Databases databases = new Databases(transactions, lakehouse, remembered, revocations);
    databases.provisionAll();
    closer.register(Care.start("role-care", ROLE_CARE_EVERY, databases::restoreRoles));
    Passwords passwords = new Passwords(random, hash, config.access());
    Users users = new Users(transactions, passwords, remembered, revocations);
    Tenants tenants = new Tenants(transactions);
    Authenticator authenticator =
        new PasswordAuthenticator(users, passwords, remembered, databases);
    ApiKeys apiKeys = new ApiKeys(transactions);
    ManagementApi.Parts management =
        new ManagementApi.Parts(
            transactions,
            authenticator,
            new ManagementKeys(transactions, random),
            new Environments(transactions),
            databases,
            new ServiceAccounts(transactions, remembered, revocations),
            new Credentials(transactions, passwords, remembered, revocations, random),
            new Roles(transactions, remembered, revocations));
    closer.register(
        SharedAccess.start(changes, new Revisions(transactions), remembered, revocations));
    closer.register(Care.start("expiry-care", EXPIRY_CARE_EVERY, management.credentials()::lapse));
    Bootstrap bootstrap =
        new Bootstrap(
            transactions,
            tenants,
            users,
            apiKeys,
            management.serviceAccounts(),
            management.keys(),
            databases,
            random);
    return new ControlPlane(
        closer,
        remembered,
        revocations,
        authenticator,
        tenants,
        new Accounts(tenants, users),
        apiKeys,
        databases,
        new Removals(transactions, lakehouse),
        management,
        lakehouse.server(),
        bootstrap,
        transactions,
        changes,
        history);
  }

  /// Applies the flags of the command line.
  public Bootstrap bootstrap() {
    return bootstrap;
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  public Tenants tenants() {
    return tenants;
  }

  /// What operators do with users.
  public Accounts accounts() {
    return accounts;
  }

  /// Has those told who remember what [#authenticator] has answered, when it may be outdated.
  ///
  /// @param forget must not block
  public void onAccessChange(Runnable forget) {
    remembered.onForget(forget);
  }

  /// Has those told who hold what principals were granted.
  ///
  /// @param revoke must not block
  public void onRevocation(Consumer<Revocation> revoke) {
    revocations.subscribe(revoke);
  }

  public ApiKeys apiKeys() {
    return apiKeys;
  }

  public Databases databases() {
    return databases;
  }

  /// Has those told who tell workers of an environment's databases.
  ///
  /// @param tell must not block
  public void onDatabasesChange(Consumer<Environment> tell) {
    databases.onChange(tell);
  }

  /// What the management API works on, see [ManagementApi#of].
  public ManagementApi.Parts management() {
    return management;
  }

  /// Begins to clear away what removed databases have left, [Removals#GRACE] after their removal.
  public void clearRemovedDatabases(ObjectRemoval objects) {
    closer.register(
        Care.start(
            "removal-care", REMOVAL_CARE_EVERY, () -> removals.purge(Removals.GRACE, objects)));
  }

  /// Where workers find the metadata of databases.
  public MetadataServer metadataServer() {
    return metadataServer;
  }

  /// Begins to follow the processes that serve under this control plane.
  ///
  /// @param local signers of this process
  public Fleet startFleet(
      InstantSource clock, SecureRandom random, FleetConfig config, List<GrantKeys.Key> local) {
    Fleet fleet =
        closer.register(
            Fleet.start(
                clock,
                random,
                transactions,
                changes,
                config,
                local,
                environment -> new Catalogs(metadataServer, databases.databases(environment)),
                (environment, member, reports) ->
                    history.store(environment, member.slug(), reports)));
    databases.onChange(_ -> fleet.refresh());
    return fleet;
  }

  /// Answers from history.
  ///
  /// @param grants opens those for [HistoryResource#SLUG]
  public HttpHandler history(InstantSource clock, Function<String, GrantVerdict> grants) {
    return new HistoryResource(clock, grants, transactions, history);
  }

  /// The authority by which members are known; made if there is none yet.
  ///
  /// @param seal under which its key is kept
  public Authority authority(KeySeal seal, Supplier<Authority> make) {
    return new Authorities(transactions, seal).findOrMake(make);
  }

  @Override
  public void close() {
    closer.close();
  }
}
