package ai.altertable.launcher.postgres.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
  @Test
  void everyPartIsRead() {
    assertThat(
            PostgresUrl.parse(
                "postgresql://ann%40corp:p%3A%2F%2B+w@my_db:6432/alt?sslmode=verify-full&sslrootcert=%2Fsrv%2Fca.pem"))
        .isEqualTo(
            new PostgresUrl(
                "ann@corp",
                Optional.of(new Secret("p:/++w")),
                "my_db",
                6432,
                Optional.of("alt"),
                new PostgresTls(PostgresTls.Mode.VERIFY_FULL, Optional.of("/srv/ca.pem"))));
  }

  @Test
  void whatIsLeftOutIsAsInLibpq() {
    assertThat(PostgresUrl.parse("postgres://ann@[::1]"))
        .isEqualTo(
            new PostgresUrl(
                "ann", Optional.empty(), "::1", 5432, Optional.empty(), PostgresTls.UNSAID));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann@localhost,altertable,lakehouse",
    "postgresql://ann@localhost/altertable,altertable,lakehouse",
    "postgresql://ann@127.0.0.1/analytics,analytics,analytics_lakehouse"
  })
  void lakehouseLiesBesideThePlatform(String url, String platform, String lakehouse) {
    ExternalPostgres postgres = ExternalPostgres.of(url, Optional.empty(), Duration.ZERO);
    assertThat(postgres.controlPlane().database().database()).isEqualTo(platform);
    assertThat(postgres.controlPlane().lakehouse().database()).isEqualTo(lakehouse);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://ann@localhost/x | must begin with postgresql://",
        "postgresql://localhost/x | must name a role and a host",
        "postgresql://ann@/x | must name a role and a host",
        "postgresql://ann@localhost:99999/x | port must be 1 to 65535",
        "postgresql://ann@db.example.com/x | sslmode=verify-full&sslrootcert=FILE",
        "postgresql://ann@db.example.com/x?sslmode=verify-full | needs sslrootcert=FILE",
        "postgresql://ann@localhost/x?sslmode=allow | not allow",
        "postgresql://ann@localhost/x?target=a | not target",
        "postgresql://ann@localhost/x?sslmode=require&sslmode=disable | sslmode twice",
        "postgresql://ann@localhost/X-1 | is no database name"
      })
  void wrongOnesAreRefusedWithWhatToDo(String url, String words) {
    assertThatThrownBy(() -> ExternalPostgres.of(url, Optional.empty(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:hidden%@localhost/x",
        "postgresql://ann:hid den@localhost/x",
        "postgresql://ann:hidden@db.example.com/x",
        "ann:hidden@localhost",
        "postgresql://ann:hidden@localhost/x?hidden=1&a=b"
      })
  void passwordIsNeverRepeated(String url) {
    assertThatThrownBy(() ->
            ExternalPostgres.of(url.replace("?hidden=1&", "?"), Optional.empty(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hidden")
        .hasMessageNotContaining("hid den");
    ExternalPostgres well =
        ExternalPostgres.of("postgresql://ann:hidden@localhost/x", Optional.empty(), Duration.ZERO);
    assertThat(well.toString()).doesNotContain("hidden");
    assertThat(well.server().password().value()).isEqualTo("hidden");
  }

  @Test
  void twoPasswordsAreRefused() {
    assertThatThrownBy(() ->
            ExternalPostgres.of(
                "postgresql://ann:one@localhost", Optional.of(new Secret("two")), Duration.ZERO))
        .hasMessageContaining("another one");
  }
}
