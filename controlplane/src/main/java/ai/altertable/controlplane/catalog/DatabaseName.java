package ai.altertable.controlplane.catalog;

import ai.altertable.controlplane.tenant.Slug;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What a database is called: by its user, in addresses, and in SQL.
///
/// The catalog is an SQL identifier that needs no quotes, in lower case: letters, digits and `_`,
/// not beginning with a digit. `Sales EU` is the catalog `sales_eu` and the slug `sales-eu`.
///
/// @param text as its user wrote it
/// @param slug in addresses
/// @param catalog in SQL
public record DatabaseName(String text, String slug, String catalog) {
  private static final int LENGTH_MAX = 63;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// DuckDB's own catalogs and schemas, PostgreSQL's schemas that clients ask for, and ours. A
  /// catalog called `main` would make `main.t` ambiguous.
  private static final Set<String> RESERVED =
      Set.of("altertable", "information_schema", "main", "pg_catalog", "system", "temp");

  /// DuckLake attaches its own tables as `__ducklake_metadata_…`.
  private static final String RESERVED_PREFIX = "__";

  /// @throws PlatformException INVALID_PARAMETER when no database may be called that
  public static DatabaseName of(String text) {
    String slug = Slug.of(text).value();
    String catalog = catalog(text, slug);
    if (RESERVED.contains(catalog) || catalog.startsWith(RESERVED_PREFIX)) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the database name '" + text + "' is reserved; choose another");
    }
    if (catalog.length() > LENGTH_MAX) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "the database name '" + text + "' is too long: at most " + LENGTH_MAX + " characters");
    }
    return new DatabaseName(text, slug, catalog);
  }

  private static String catalog(String text, String slug) {
    if (IDENTIFIER.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    String words = slug.replace('-', '_');
    return Character.isDigit(words.charAt(0)) ? "_" + words : words;
  }
}
