package ai.altertable.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @Test
  void segmentsAreDecodedAfterTheSplit() {
    var target = RequestTarget.parse("/query/a%2Fb%20c+d/");

    assertThat(target.rawPath()).isEqualTo("/query/a%2Fb%20c+d/");
    assertThat(target.segments()).containsExactly("query", "a/b c+d", "");
  }

  @Test
  void parametersAreDecodedAndMayRepeat() {
    var target = RequestTarget.parse("/upload?table=a%26b&key=x+y&key=z&empty=&bare");

    assertThat(target.rawPath()).isEqualTo("/upload");
    assertThat(target.parameter("table")).contains("a&b");
    assertThat(target.query().get("key")).containsExactly("x y", "z");
    assertThat(target.parameter("empty")).contains("");
    assertThat(target.parameter("bare")).contains("");
    assertThat(target.parameter("other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host:1/a?b=c", "HTTPS://host/a?b=c", "/a?b=c#d"})
  void absoluteFormAndFragmentAreTakenOff(String uri) {
    var target = RequestTarget.parse(uri);

    assertThat(target.segments()).containsExactly("a");
    assertThat(target.parameter("b")).contains("c");
  }

  @Test
  void absoluteFormWithoutPathIsTheRoot() {
    assertThat(RequestTarget.parse("http://host?b=c").rawPath()).isEqualTo("/");
    assertThat(RequestTarget.parse("http://host").segments()).containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ftp://host/", "host:443", "/%4", "/%gg", "/?%"})
  void nonsenseIsRefused(String uri) {
    assertThatThrownBy(() -> RequestTarget.parse(uri)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tooManyParametersAreRefused() {
    String uri = "/?" + "a=b&".repeat(1100);

    assertThatThrownBy(() -> RequestTarget.parse(uri)).isInstanceOf(IllegalArgumentException.class);
  }
}
