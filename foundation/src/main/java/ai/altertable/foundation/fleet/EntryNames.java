package ai.altertable.foundation.fleet;

/// What the entries of a [Configuration] are called. A name that ends in `/` goes on with what the
/// entry is about.
///
/// ```
///   worker    environment           {"id":…,"slug":…}
///             catalogs              Catalogs, by CatalogsCodec: a secret
///             default-catalog       the name of the catalog that a request means when it names none
///             grant-key/SLUG        by which the grants of that gateway are known
///             revision/PRINCIPAL    the first revision of that principal that counts
///             statement/SETTING     a setting for statements
///   gateway   worker/SLUG           WorkerEntry
///             revision/PRINCIPAL    as above
///             access                changes whenever answers to logins may have changed
/// ```
public final class EntryNames {
  public static final String ENVIRONMENT = "environment";
  public static final String CATALOGS = "catalogs";
  public static final String DEFAULT_CATALOG = "default-catalog";
  public static final String GRANT_KEY = "grant-key/";
  public static final String REVISION = "revision/";
  public static final String STATEMENT = "statement/";
  public static final String WORKER = "worker/";
  public static final String ACCESS = "access";

  private EntryNames() {}
}
