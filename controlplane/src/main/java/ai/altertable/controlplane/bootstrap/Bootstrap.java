package ai.altertable.controlplane.bootstrap;

import ai.altertable.controlplane.access.ApiKeys;
import ai.altertable.controlplane.access.EnvironmentCatalogs;
import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.Users;
import ai.altertable.controlplane.account.ManagementKeys;
import ai.altertable.controlplane.account.ServiceAccounts;
import ai.altertable.controlplane.bootstrap.Bootstrapped.MovedDefault;
import ai.altertable.controlplane.catalog.Database;
import ai.altertable.controlplane.catalog.Databases;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings about what the flags ask for. Following the same flags again changes nothing; what an
/// earlier start was asked for and this one is not, stays.
public final class Bootstrap {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  private static final String ENVIRONMENT = "production";
  private static final String DATABASE = "lakehouse";
  private static final String ADMINISTRATOR = "admin";

  /// The service account as which the management keys of the flags act.
  private static final String KEY_HOLDER = "Management";

  private static final int SECRET_BYTES = 24;

  private final Transactions transactions;
  private final Tenants tenants;
  private final Users users;
  private final ApiKeys apiKeys;
  private final ServiceAccounts serviceAccounts;
  private final ManagementKeys managementKeys;
  private final Databases databases;
  private final SecureRandom random;

  public Bootstrap(
      Transactions transactions,
      Tenants tenants,
      Users users,
      ApiKeys apiKeys,
      ServiceAccounts serviceAccounts,
      ManagementKeys managementKeys,
      Databases databases,
      SecureRandom random) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.users = users;
    this.apiKeys = apiKeys;
    this.serviceAccounts = serviceAccounts;
    this.managementKeys = managementKeys;
    this.databases = databases;
    this.random = random;
  }

  /// Credentials come last: those made up are known to nobody if a later step fails.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_PARAMETER that tells all that
  ///   is wrong with the flags, before anything is changed
  public Bootstrapped apply(BootstrapFlags flags) {
    return apply(flags, false);
  }

  /// As [#apply(BootstrapFlags)].
  ///
  /// @param nobodyKnows whether credentials that were made up before cannot have been seen by
  ///   anybody, as the first start was broken off before it showed them: then they are made up anew
  public Bootstrapped apply(BootstrapFlags flags, boolean nobodyKnows) {
    BootstrapPlan plan = BootstrapPlan.of(flags);
    Organization organization = tenants.organization(Organization.DEFAULT);
    Environment environment = environments(organization, plan.environments());
    Optional<String> before = defaultCatalog(environment);
    databases(environment, plan.databases());
    Optional<MovedDefault> moved =
        before.flatMap(from ->
            defaultCatalog(environment)
                .filter(now -> !now.equals(from))
                .map(now -> new MovedDefault(from, now)));
    Optional<GeneratedCredentials> generated =
        transactions.callAlone(
            "bootstrap credentials",
            _ -> credentials(organization, environment, plan, nobodyKnows));
    managementKeys(organization, plan.managementKeys());
    return new Bootstrapped(environment, moved, generated);
  }

  private Environment environments(Organization organization, List<String> names) {
    if (names.isEmpty()) {
      return tenants.environments(organization).stream()
          .findFirst()
          .orElseGet(() -> tenants.environment(organization, ENVIRONMENT));
    }
    return names.stream().map(name -> tenants.environment(organization, name)).toList().getFirst();
  }

  private Optional<String> defaultCatalog(Environment environment) {
    return databases.catalogs(environment).stream()
        .filter(EnvironmentCatalogs.Catalog::isDefault)
        .map(EnvironmentCatalogs.Catalog::name)
        .findFirst();
  }

  private void databases(Environment environment, List<String> names) {
    if (!names.isEmpty()) {
      List<Database> named =
          names.stream().map(name -> databases.createDatabase(environment, name)).toList();
      databases.makeDefault(named.getFirst());
    } else if (databases.databases(environment).isEmpty()) {
      databases.createDatabase(environment, DATABASE);
    }
  }

  private Optional<GeneratedCredentials> credentials(
      Organization organization, Environment environment, BootstrapPlan plan, boolean nobodyKnows) {
    if (plan.namesNobody() && (nobodyKnows || nobodyCanEnter(organization))) {
      return Optional.of(generate(organization, environment));
    }
    for (PlannedUser user : plan.users()) {
      Users.Change change =
          users.put(organization, environment, user.name(), user.password(), user.role());
      if (change != Users.Change.NONE) {
        LOG.info("user '{}' ({}): {}", user.name(), user.role(), change);
      }
    }
    plan.apiKeys().forEach(key -> apiKeys.add(organization, key));
    return Optional.empty();
  }

  private void managementKeys(Organization organization, List<Secret> keys) {
    if (!keys.isEmpty()) {
      UUID holder = serviceAccounts.administrator(organization.id(), KEY_HOLDER);
      keys.forEach(key -> managementKeys.add(holder, key));
    }
  }

  private boolean nobodyCanEnter(Organization organization) {
    return users.isEmpty(organization) && apiKeys.isEmpty(organization);
  }

  private GeneratedCredentials generate(Organization organization, Environment environment) {
    Secret password = secret("");
    Secret apiKey = secret("pk_live_");
    users.put(organization, environment, ADMINISTRATOR, password, Role.ADMIN);
    apiKeys.add(organization, apiKey);
    return new GeneratedCredentials(ADMINISTRATOR, password, apiKey);
  }

  private Secret secret(String prefix) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
