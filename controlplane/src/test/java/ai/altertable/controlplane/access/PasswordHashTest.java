package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashTest {
  private static final byte[] SALT = "salt".getBytes(StandardCharsets.UTF_8);
  private static final long SEED = 20261122;

  private final PasswordHash hash = PasswordHash.scramSha256();

  /// Widely published figures of PBKDF2 with HMAC-SHA-256 and 32 bytes.
  @ParameterizedTest
  @CsvSource({
    "1, 120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b",
    "4096, c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a",
  })
  void publishedFiguresComeOut(int iterations, String expected) {
    byte[] salted = hash.saltedPassword(new Secret("password"), SALT, iterations);
    assertThat(HexFormat.of().formatHex(salted)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"I\u00adX, IX", "\u00aa, a", "\u2168, IX", "a\u00a0b, a b"})
  void lookAlikesOfSaslprepAreTheSame(String written, String prepared) {
    assertThat(hash.saltedPassword(new Secret(written), SALT, 1))
        .isEqualTo(hash.saltedPassword(new Secret(prepared), SALT, 1));
  }

  @Test
  void passwordOfWhichSaslprepLeavesNothingCountsAsItIs() {
    assertThat(hash.saltedPassword(new Secret("\u00ad"), SALT, 1))
        .isNotEqualTo(hash.saltedPassword(new Secret("\u00ad\u00ad"), SALT, 1));
  }

  @Test
  void anyTextCanBeHashed() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      Secret password = new Secret(anyText(random));
      assertThat(hash.saltedPassword(password, SALT, 1)).as("round %d", i).hasSize(32);
    }
  }

  private static String anyText(Random random) {
    int[] ranges = {0x80, 0x300, 0x3000, 0x10000, Character.MAX_CODE_POINT + 1};
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(1 + random.nextInt(ranges[random.nextInt(ranges.length)] - 1));
    }
    return text.toString();
  }
}
