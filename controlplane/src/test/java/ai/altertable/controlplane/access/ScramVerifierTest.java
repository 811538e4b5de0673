package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.security.SecureRandom;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {
  private final PasswordHash hash = PasswordHash.scramSha256();
  private final TestPostgres postgres = TestPostgres.shared();

  @Test
  void onlyThePasswordItselfMatches() {
    ScramVerifier verifier = verifier("open sesame");
    assertThat(verifier.matches(hash, new Secret("open sesame"))).isTrue();
    assertThat(verifier.matches(hash, new Secret("open sesamE"))).isFalse();
    assertThat(verifier.matches(hash, new Secret("open sesame "))).isFalse();
  }

  @Test
  void textIsReadBack() {
    ScramVerifier verifier = verifier("open sesame");
    ScramVerifier copy = ScramVerifier.parse(verifier.text());
    assertThat(copy.text()).isEqualTo(verifier.text());
    assertThat(copy.matches(hash, new Secret("open sesame"))).isTrue();
  }

  @Test
  void samePasswordHasADifferentVerifierEachTime() {
    assertThat(verifier("same").text()).isNotEqualTo(verifier("same").text());
  }

  @Test
  void printsNothingOfItsKeys() {
    ScramVerifier verifier = verifier("open sesame");
    assertThat(verifier).hasToString("SCRAM-SHA-256$4096:***");
    assertThat(verifier.text()).hasToString("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "naïve Ünïcode",
        "no\u00a0break soft\u00adhyphen",
        "ⅠⅤ ﬁ",
        "\u0007bell",
        "unassigned \u0221",
        "emoji 🦆",
        "it's \"quoted\" $1 :x ?",
      })
  void postgresLetsInWhoHasThePassword(String password) throws Exception {
    String text = verifier(password).text().value();
    postgres.execute("postgres", "create role scram_in login password '" + text + "'");
    try (Connection connection = postgres.connect("postgres", "scram_in", new Secret(password))) {
      assertThat(connection.isValid(5)).isTrue();
    } finally {
      postgres.execute("postgres", "drop role scram_in");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "naïve Ünïcode", "no\u00a0break soft\u00adhyphen", "ⅠⅤ ﬁ"})
  void verifierThatPostgresMadeMatches(String password) {
    postgres.execute("postgres", "create role scram_out login password '" + password + "'");
    try {
      String text =
          postgres.text(
              "postgres", "select rolpassword from pg_authid where rolname = 'scram_out'");
      ScramVerifier verifier = ScramVerifier.parse(new Secret(text));
      assertThat(verifier.matches(hash, new Secret(password))).isTrue();
      assertThat(verifier.matches(hash, new Secret(password + "x"))).isFalse();
    } finally {
      postgres.execute("postgres", "drop role scram_out");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "md5abcdef",
        "SCRAM-SHA-256$4096:c2FsdA==$a2V5",
        "SCRAM-SHA-256$x:c2FsdA==$a2V5:a2V5",
        "SCRAM-SHA-256$99999999999:c2FsdA==$a2V5:a2V5",
      })
  void malformedTextIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> ScramVerifier.parse(new Secret(text)))
        .isInstanceOf(PlatformException.class)
        .hasMessage("a stored password verifier is malformed");
  }

  private ScramVerifier verifier(String password) {
    return ScramVerifier.of(new SecureRandom(), hash, new Secret(password), 4096);
  }
}
