package ai.altertable.launcher.server;

import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.gateway.Backend;
import ai.altertable.gateway.Gateway;
import ai.altertable.gateway.GatewayConfig;
import ai.altertable.gateway.Oversight;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.http.tls.TlsProblem;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.launcher.StartupFailure;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where clients are listened to, the same in each role that listens to them.
///
/// @param tls that they have to speak, if any
record FrontDoor(ServerConfig.Http config, Optional<ServerTls> tls) {
  private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /// Looks whether it can be opened, before anything is made and started.
  ///
  /// @throws StartupFailure when it cannot
  static FrontDoor prepare(Closer closer, Clock clock, ServerConfig.Http config, Console console) {
    Optional<ServerTls> tls = config.tls().map(files -> openTls(closer, clock, files));
    if (config.isExposed()) {
      warn(config, console);
    }
    HttpPort.requireFree(config);
    return new FrontDoor(config, tls);
  }

  private static ServerTls openTls(Closer closer, Clock clock, TlsFiles files) {
    try {
      return closer.register(ServerTls.open(clock, files, HANDSHAKE_TIMEOUT));
    } catch (TlsProblem problem) {
      throw new StartupFailure(
          "TLS cannot be spoken: " + problem.getMessage() + ".",
          "Correct the files that --tls-certificate and --tls-key, or --tls-keystore, name.",
          problem);
    }
  }

  private static void warn(ServerConfig.Http http, Console console) {
    String warning =
        "PASSWORDS AND DATA PASS THE NETWORK IN THE CLEAR: "
            + http.address().getHostAddress()
            + " can be reached from other machines, and there is no TLS. Anybody on the way can read"
            + " and change them, unless something in front of this server ends TLS.";
    LOG.warn(warning);
    console.print("\n  WARNING: " + warning + "\n\n");
  }

  /// Returns when it listens.
  ///
  /// @param drain how long answers on their way may take when it is closed
  /// @throws StartupFailure when it cannot listen
  Gateway open(
      HttpTransport transport,
      SecureRandom random,
      Backend backend,
      Oversight oversight,
      Duration drain) {
    GatewayConfig listening =
        GatewayConfig.on(new InetSocketAddress(config.address(), config.port()))
            .withDrainDeadline(drain);
    try {
      return Gateway.start(listening, tls, transport, random, backend, oversight);
    } catch (IllegalStateException failure) {
      throw HttpPort.taken(config, failure);
    }
  }
}
