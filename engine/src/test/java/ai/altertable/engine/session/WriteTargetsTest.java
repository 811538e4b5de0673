package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.foundation.session.StatementKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A write may touch more databases than needed, never fewer.
class WriteTargetsTest {
  private static final List<Attachment> ATTACHED =
      List.of(
          attachment("lake", Access.WRITE),
          attachment("other", Access.WRITE),
          attachment("shown", Access.READ));

  private static Attachment attachment(String name, Access access) {
    ManagedDatabase.Login login = new ManagedDatabase.Login(name, new Secret("x"));
    return new Attachment(
        new ManagedDatabase(name, "schema_" + name, "/objects/" + name + "/", login, login),
        access);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT|INSERT INTO t VALUES (1)|lake",
        "INSERT|INSERT INTO other.t VALUES (1)|lake,other",
        "INSERT|INSERT INTO \"Other\".t VALUES (1)|lake,other",
        "INSERT|INSERT INTO shown.t VALUES (1)|lake",
        "EXECUTE|EXECUTE p|lake,other",
        "CALL|CALL something()|lake,other",
        "SELECT|SELECT * FROM other.t|''",
        "SELECT|FROM ducklake_expire_snapshots('other')|lake,other",
        "CREATE|CREATE TEMP TABLE t(i INTEGER)|''",
      })
  void writtenDatabasesAreFound(StatementKind kind, String sql, String expected) {
    List<Attachment> found =
        WriteTargets.of(StatementShape.of(sql), kind, ATTACHED, () -> Set.of("lake"));
    assertThat(String.join(",", found.stream().map(Attachment::name).toList())).isEqualTo(expected);
  }
}
