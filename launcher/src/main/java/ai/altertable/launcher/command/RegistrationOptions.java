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

  @Option(
      names = "--control-plane-port",
      paramLabel = "PORT",
      defaultValue = "15005",
      description =
          "Where gateways that run apart have logins checked and pass the management API on. Always"
              + " by TLS. 0 takes any free port. Default: ${DEFAULT-VALUE}")
  private String controlPlanePort;

  @Option(
      names = "--control-plane-address",
      paramLabel = "HOST:PORT",
      description =
          "Where gateways on other machines find it. Default: the host of --registration-address, or"
              + " the address that is listened on, with --control-plane-port")
  private @Nullable String controlPlaneAdvertised;

  ServerConfig.Registration read(OptionValues values) {
    int registration = values.number("--registration-port", port, 0, 65_535);
    int gateways = values.number("--control-plane-port", controlPlanePort, 0, 65_535);
    return new ServerConfig.Registration(
        address(values),
        new ServerConfig.Port(registration, checked(values, "--registration-address", advertised)),
        new ServerConfig.Port(
            gateways, checked(values, "--control-plane-address", controlPlaneAdvertised)));
  }

  private static Optional<String> checked(
      OptionValues values, String option, @Nullable String address) {
    if (address != null && !address.matches(ADDRESS)) {
      values.problem(option + " must look like host:port, not " + address);
    }
    return Optional.ofNullable(address);
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
