package ai.altertable.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every error answer looks like on the wire, whoever gives it.
public final class ErrorShape {
  private static final Pattern BODY =
      Pattern.compile(
          "\\{\"error\":\\{\"code\":\"(\\w+)\",\"message\":\"(.+)\",\"id\":\"[0-9a-f-]{36}\"},"
              + "\"message\":\"(.+)\"}");

  private ErrorShape() {}

  /// Fails unless `answer`, a whole one as it came over the wire, is an error of that status and
  /// code with all that belongs to it. Gives its message.
  public static String require(String answer, int status, ErrorCode code) {
    int end = answer.indexOf("\r\n\r\n");
    assertThat(end).as(answer).isPositive();
    String head = answer.substring(0, end + 2).toLowerCase(Locale.ROOT);
    String body = answer.substring(end + 4);
    assertThat(head)
        .startsWith("http/1.1 " + status + " ")
        .contains("content-type: application/json\r\n", "content-length: " + body.length() + "\r\n")
        .containsPattern("\r\ndate: .+ gmt\r\n")
        .containsPattern("\r\nx-request-id: [\\w.:/+=@-]{1,128}\r\n")
        .containsOnlyOnce("x-request-id");
    Matcher parts = BODY.matcher(body);
    assertThat(parts.matches()).as(body).isTrue();
    assertThat(parts.group(1)).isEqualTo(code.name());
    assertThat(parts.group(2)).isEqualTo(parts.group(3));
    return parts.group(2);
  }
}
