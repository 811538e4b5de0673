package ai.altertable.foundation.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuthenticationCodecTest {
  private static Authentication throughItsText(Authentication answer) {
    return AuthenticationCodec.decode(AuthenticationCodec.encode(answer));
  }

  @Test
  void answersSurviveTheirText() {
    var all =
        new Authenticated(
            new Principal(new UUID(1, 2), "Zoë \"z\""),
            7,
            new Environment(new UUID(3, 4), "production"),
            true,
            Map.of("lakehouse", Access.WRITE, "odd \n name", Access.READ),
            Optional.of("lakehouse"));
    var little =
        new Authenticated(all.principal(), 0, all.environment(), false, Map.of(), Optional.empty());

    assertThat(throughItsText(all)).isEqualTo(all);
    assertThat(throughItsText(little)).isEqualTo(little);
    assertThat(throughItsText(new Rejected())).isEqualTo(new Rejected());
  }

  @Test
  void otherTextsAreRefused() {
    for (String wrong :
        new String[] {"", "[]", "{\"principal\":\"x\"}", "null", "{\"access\":1}"}) {
      assertThatThrownBy(() -> AuthenticationCodec.decode(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
