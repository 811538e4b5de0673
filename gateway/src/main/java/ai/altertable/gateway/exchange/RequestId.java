package ai.altertable.gateway.exchange;

import io.netty.handler.codec.http.HttpRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Names a request in logs and answers, here and on the worker.
final class RequestId {
  static final String HEADER = "x-request-id";
  private static final Pattern FORM = Pattern.compile("[\\w.:/+=@-]{1,128}");

  private RequestId() {}

  /// The client's own id if it is harmless, else a new one. It protects nothing, so it need not be
  /// hard to guess.
  static String of(HttpRequest request) {
    String id = request.headers().get(HEADER);
    if (id != null && FORM.matcher(id).matches()) {
      return id;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
