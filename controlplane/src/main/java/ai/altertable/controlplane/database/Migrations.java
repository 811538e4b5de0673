package ai.altertable.controlplane.database;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Brings the tables to the version that this program knows. Several processes may do so at the
/// same time: they wait for each other.
final class Migrations {
  /// The schema of the platform's tables.
  static final String SCHEMA = "platform";

  private Migrations() {}

  static void apply(DataSource source) {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(source)
            .defaultSchema(SCHEMA)
            .schemas(SCHEMA)
            .locations("classpath:db/migration")
            .placeholderReplacement(false)
            .load();
    try {
      refuseNewer(flyway.info().all());
      flyway.migrate();
    } catch (FlywayException failure) {
      throw new PlatformException(
          ErrorCode.INTERNAL,
          "the platform's database cannot be migrated: " + failure.getMessage(),
          failure);
    }
  }

  private static void refuseNewer(MigrationInfo[] migrations) {
    List<String> unknown =
        Arrays.stream(migrations)
            .filter(migration -> migration.getState().isApplied())
            .filter(migration -> !migration.getState().isResolved())
            .map(migration -> String.valueOf(migration.getVersion()))
            .filter(version -> !version.equals("null"))
            .toList();
    if (!unknown.isEmpty()) {
      throw new PlatformException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "the platform's database was migrated by a newer version of this program (migrations "
              + String.join(", ", unknown)
              + " are unknown here); start that version again, or restore a backup made before"
              + " the upgrade");
    }
  }
}
