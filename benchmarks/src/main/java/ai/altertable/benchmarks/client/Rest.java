package ai.altertable.benchmarks.client;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The lakehouse's REST API, HTTP/1.1 over connections that are kept.
///
/// @param credentials `name:password`
public record Rest(InetSocketAddress address, String credentials) implements Protocol {
  @Override
  public String name() {
    return "REST";
  }

  @Override
  public RestClient connect() {
    return new RestClient(open(), "");
  }

  @Override
  public RestClient connect(String session) {
    return new RestClient(open(), session);
  }

  private HttpConnection open() {
    String token = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return HttpConnection.open(address, "Basic " + token);
  }
}
