package ai.altertable.link.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.link.certificate.Fingerprint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnrollmentTokenTest {
  private static final String SECRET = "Zx81-secret-of-thirty-two-bytes";
  private static final EnrollmentToken TOKEN =
      new EnrollmentToken(
          "control.example:15004",
          Fingerprint.ofBytes(Fingerprint.sha256("ca".getBytes(StandardCharsets.US_ASCII))),
          new Secret(SECRET));

  @Test
  void textSaysAll() {
    String text = TOKEN.text().value();
    assertThat(text).matches("ate_[A-Za-z0-9_-]+");
    assertThat(EnrollmentToken.parse(" " + text + "\n")).isEqualTo(TOKEN);
  }

  /// Every wrong character is noticed before anything is sent, and none is shown.
  @Test
  void mistypedTokenIsToldFromAWrongOne() {
    String text = TOKEN.text().value();
    for (int i = 4; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      refused(text.substring(0, i) + other + text.substring(i + 1));
      refused(text.substring(0, i));
    }
    refused(text + "AAAA");
    refused(text.substring(0, 20) + "*" + text.substring(21));
    refused("ate_" + "A".repeat(5000));
    refused("ate_");
    refused("");
    refused("atm_" + text.substring(4));
  }

  private static void refused(String text) {
    Throwable refusal = catchThrowable(() -> EnrollmentToken.parse(text));
    assertThat(refusal)
        .as("%s", text)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token")
        .hasNoCause();
    assertThat(refusal.getMessage()).doesNotContain("Zx81").hasSizeLessThan(120);
  }

  @Test
  void secretIsNotPrinted() {
    assertThat(TOKEN.toString()).doesNotContain("Zx81");
    assertThat(TOKEN.text().toString()).isEqualTo("***");
  }

  @Test
  void addressWithoutPortMakesNoToken() {
    assertThatThrownBy(
            () -> new EnrollmentToken("control.example", TOKEN.authority(), TOKEN.secret()))
        .hasMessageContaining("host:port");
  }
}
