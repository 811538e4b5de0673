package ai.altertable.launcher.command;

import ai.altertable.launcher.server.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where workers and gateways register with the control plane, and keep their links.
final class RegistrationOptions {
  /// `host:port`.
  static final String ADDRESS = "[^\\s:]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+\\]:[0-9]{1,5}";

  @Option(
      names = "--registration-port",
      paramLabel = "PORT",
      defaultValue = "15004",
      description =
          "Where workers and gateways register. 0 takes any free port. Default: ${DEFAULT-VALUE}")
  private String port;

  @Option(
      names = "--registration-listen-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on for workers and gateways; 0.0.0.0 or :: for all. Always by TLS."
              + " Default: ${DEFAULT-VALUE}")
  private String address;

  @Option(
      names = "--registration-address",
      paramLabel = "HOST:PORT",
      description =
          "Where workers and gateways on other machines find it, as enrollment tokens tell them."
              + " Default: the address and port that are listened on")
  private @Nullable String advertised;

  ServerConfig.Registration read(OptionValues values) {
    if (advertised != null && !advertised.matches(ADDRESS)) {
      values.problem("--registration-address must look like host:port, not " + advertised);
    }
    return new ServerConfig.Registration(
        address(values),
        values.number("--registration-port", port, 0, 65_535),
        Optional.ofNullable(advertised));
  }

  private InetAddress address(OptionValues values) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException unknown) {
      values.problem(
          "--registration-listen-address must be an address of this machine, not " + address);
      return InetAddress.getLoopbackAddress();
    }
  }
}
