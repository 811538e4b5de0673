package ai.altertable.http.error;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names a request in logs and answers, at the gateway and on the worker.
public final class RequestId {
  public static final String HEADER = "x-request-id";
  private static final Pattern FORM = Pattern.compile("[\\w.:/+=@-]{1,128}");

  private RequestId() {}

  /// The client's own id if it is harmless, else a new one.
  ///
  /// @param sent the value of the request's header, if it has one
  public static String of(@Nullable String sent) {
    return sent != null && FORM.matcher(sent).matches() ? sent : random();
  }

  /// A new one. It protects nothing, so it need not be hard to guess.
  public static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
