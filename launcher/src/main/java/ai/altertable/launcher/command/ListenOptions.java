package ai.altertable.launcher.command;

import ai.altertable.http.tls.TlsFiles;
import ai.altertable.launcher.server.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server listens to clients, and how it is made sure that nobody listens in.
final class ListenOptions {
  @Option(
      names = {"--http-port", "--lakehouse-port"},
      paramLabel = "PORT",
      defaultValue = "15000",
      description = "REST. 0 takes any free port. Default: ${DEFAULT-VALUE}")
  private String httpPort;

  @Option(
      names = "--listen-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on; 0.0.0.0 or :: for all. One that other machines can reach needs"
              + " TLS. Default: ${DEFAULT-VALUE}")
  private String address;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "A certificate in PEM, before those of its issuers; with --tls-key. Clients then have to"
              + " use https. Replaced files are noticed.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's private key in PEM, not encrypted.")
  private @Nullable Path key;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "A PKCS#12 keystore with certificate and key; with --tls-keystore-password-file. Instead"
              + " of --tls-certificate and --tls-key.")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-keystore-password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the keystore's password.")
  private @Nullable Path keystorePasswordFile;

  @Option(
      names = "--allow-plaintext",
      description =
          "Lets the server listen without TLS where other machines can reach it, for example behind"
              + " a proxy that ends TLS.")
  private boolean plaintext;

  ServerConfig.Http read(OptionValues values) {
    int port = values.number("--http-port", httpPort, 0, 65_535);
    ServerConfig.Http http = new ServerConfig.Http(address(values), port, tls(values), plaintext);
    if (http.isExposed() && !plaintext) {
      values.problem(
          "--listen-address "
              + address
              + " can be reached from other machines, and without TLS anybody on the way can read"
              + " passwords and data; give --tls-certificate and --tls-key, or --allow-plaintext if"
              + " a proxy in front ends TLS");
    }
    return http;
  }

  private InetAddress address(OptionValues values) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException unknown) {
      values.problem("--listen-address must be an address of this machine, not " + address);
      return InetAddress.getLoopbackAddress();
    }
  }

  private Optional<TlsFiles> tls(OptionValues values) {
    boolean pem = certificate != null || key != null;
    boolean store = keystore != null || keystorePasswordFile != null;
    if (pem && store) {
      values.problem("give --tls-certificate and --tls-key, or a --tls-keystore, not both");
    } else if (certificate != null && key != null) {
      return Optional.of(new TlsFiles.Pem(absolute(certificate), absolute(key)));
    } else if (keystore != null && keystorePasswordFile != null) {
      return Optional.of(new TlsFiles.Keystore(absolute(keystore), absolute(keystorePasswordFile)));
    } else if (pem) {
      values.problem("--tls-certificate and --tls-key need each other");
    } else if (store) {
      values.problem("--tls-keystore and --tls-keystore-password-file need each other");
    }
    return Optional.empty();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
