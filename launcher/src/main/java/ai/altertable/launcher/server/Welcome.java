package ai.altertable.launcher.server;

import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.bootstrap.GeneratedCredentials;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.log.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the operator is shown when everything runs: where it listens, how to get in, what to type.
final class Welcome {
  private static final String FIRST_LOGIN = "first-login";

  private Welcome() {}

  /// @param keys where made-up credentials are put when what is printed may be collected
  static void print(
      Console console,
      ServerConfig server,
      Bootstrapped bootstrapped,
      SocketAddress address,
      Path keys) {
    ServerConfig.ControlPlane config = server.controlPlane();
    String url = url(config.http(), ((InetSocketAddress) address).getPort());
    ready(console, config, bootstrapped, url, List.of());
    credentials(console, bootstrapped, keys);
    String login =
        login(config, bootstrapped.generated(), isCollected(console)).orElse("USER:PASSWORD");
    console.print("\nTry:\n\n");
    console.print(query(url, login, "SELECT 42 AS answer"));
    if (server.sample()) {
      console.print(
          query(
              url,
              login,
              "SELECT country, sum(amount) FROM "
                  + SampleDatabase.NAME
                  + ".main.orders JOIN acme_lakehouse.main.users u ON u.id = user_id GROUP BY 1"));
    }
    console.print("\nCtrl-C stops everything; the data stays.\n");
  }

  /// @param registration where workers and gateways register
  static void ofControlPlane(
      Console console,
      ServerConfig.ControlPlane config,
      Bootstrapped bootstrapped,
      SocketAddress address,
      Path keys,
      String registration) {
    String url = url(config.http(), ((InetSocketAddress) address).getPort());
    ready(console, config, bootstrapped, url, List.of("  members      " + registration + "\n"));
    credentials(console, bootstrapped, keys);
    String directory = " --data-dir " + config.data();
    console.print("\nTokens for what is to run apart:\n\n");
    console.print("  altertable token create --gateway" + directory + "\n");
    console.print("  altertable token create" + directory + "\n");
    console.print("\nCtrl-C stops the control plane; workers and gateways go on.\n");
  }

  static void ofGateway(
      Console console, GatewayServer.Config config, String slug, SocketAddress address) {
    console.print("\nThe gateway listens.\n\n");
    console.print(
        "  REST         " + url(config.http(), ((InetSocketAddress) address).getPort()) + "\n");
    console.print("  gateway      " + slug + "\n");
    console.print("\nGET /ready tells when there are workers. Ctrl-C stops it.\n");
  }

  private static void ready(
      Console console,
      ServerConfig.ControlPlane config,
      Bootstrapped bootstrapped,
      String url,
      List<String> more) {
    console.print("\nAltertable is ready.\n\n");
    console.print("  REST         " + url + "\n");
    console.print("  environment  " + bootstrapped.environment().slug() + "\n");
    console.print("  data         " + config.data() + "\n");
    more.forEach(console::print);
    bootstrapped
        .moved()
        .ifPresent(moved ->
            console.print(
                "\nThe default catalog is %s now, no longer %s: --database names the default first.\n"
                    .formatted(moved.now(), moved.before())));
  }

  private static void credentials(Console console, Bootstrapped bootstrapped, Path keys) {
    bootstrapped
        .generated()
        .ifPresent(generated -> {
          if (isCollected(console)) {
            keep(console, generated, keys.resolve(FIRST_LOGIN));
          } else {
            printOnce(console, generated);
          }
        });
  }

  /// Whether what is printed may be kept by others.
  private static boolean isCollected(Console console) {
    return console.format() == LogFormat.JSON;
  }

  private static String url(ServerConfig.Http http, int port) {
    InetAddress address = http.address();
    String host =
        address.isLoopbackAddress() || address.isAnyLocalAddress() ? "localhost" : literal(address);
    return (http.tls().isPresent() ? "https" : "http") + "://" + host + ":" + port;
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static void keep(Console console, GeneratedCredentials generated, Path file) {
    try {
      DurableFiles.replace(file, described(generated).getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException("the first user's credentials cannot be written", failure);
    }
    console.print(
        "The first user's password and API key are in "
            + file
            + ": delete it when you have them.\n");
  }

  private static void printOnce(Console console, GeneratedCredentials generated) {
    console.print("\nThese credentials are shown once and kept nowhere:\n\n");
    console.print(described(generated));
  }

  private static String described(GeneratedCredentials generated) {
    return "  user         %s\n  password     %s\n  API key      %s\n"
        .formatted(generated.user(), generated.password().value(), generated.apiKey().value());
  }

  /// The user of the commands to copy: one just made up, whose password may be shown anyway.
  private static Optional<String> login(
      ServerConfig.ControlPlane config,
      Optional<GeneratedCredentials> generated,
      boolean collected) {
    return generated
        .map(made -> collected ? made.user() : made.user() + ":" + made.password().value())
        .or(() -> config.flags().users().stream().findFirst().map(Welcome::nameOnly));
  }

  /// A password from the command line is not repeated: curl asks for it.
  private static String nameOnly(Secret user) {
    return user.value().substring(0, Math.max(0, user.value().indexOf(':')));
  }

  private static String query(String url, String login, String sql) {
    return "  curl -u %s %s/query -d '{\"statement\": \"%s\"}'\n".formatted(login, url, sql);
  }
}
