package ai.altertable.launcher.doctor;

import ai.altertable.http.tls.TlsCertificate;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.http.tls.TlsProblem;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// The certificate and the key that the server is to show.
record TlsCheck(InstantSource clock, TlsFiles files) implements Check {
  private static final Duration SOON = Duration.ofDays(30);

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public Finding look() throws IOException {
    TlsCertificate certificate;
    try {
      certificate = TlsCertificate.read(files);
    } catch (TlsProblem problem) {
      return new Finding.Problem(
          "TLS cannot be spoken: " + problem.getMessage() + ".",
          "Correct the files that --tls-certificate and --tls-key, or --tls-keystore, name.");
    }
    Finding dates = dates(certificate);
    if (!(dates instanceof Finding.Fine)) {
      return dates;
    }
    if (!certificate.chainBroken().isEmpty()) {
      return new Finding.Warning(
          dates.seen() + " Its chain is broken: " + certificate.chainBroken() + ".",
          "Put the server's own certificate first, then that of its issuer, and so on.");
    }
    if (certificate.names().isEmpty()) {
      return new Finding.Warning(
          dates.seen() + " It names no host (subjectAltName).",
          "Get a certificate with the names that clients use.");
    }
    return openToOthers() ? secretIsOpen(dates) : dates;
  }

  private Finding dates(TlsCertificate certificate) {
    Instant now = clock.instant();
    String seen =
        "The certificate of %s for %s is valid from %s until %s."
            .formatted(
                certificate.subject(),
                certificate.names(),
                certificate.begins(),
                certificate.expires());
    if (now.isAfter(certificate.expires())) {
      return new Finding.Problem(seen, "It has expired: clients refuse it. Replace its files.");
    }
    if (now.isBefore(certificate.begins())) {
      return new Finding.Problem(seen, "It is not valid yet: see whether the clock is right.");
    }
    return now.plus(SOON).isAfter(certificate.expires())
        ? new Finding.Warning(seen, "It expires soon: replace its files; no restart is needed.")
        : new Finding.Fine(seen);
  }

  private Path secret() {
    return switch (files) {
      case TlsFiles.Pem(Path _, Path key) -> key;
      case TlsFiles.Keystore(Path _, Path passwordFile) -> passwordFile;
    };
  }

  private boolean openToOthers() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(secret());
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private Finding secretIsOpen(Finding dates) {
    return new Finding.Warning(
        dates.seen() + " Every user of this machine can read or change " + secret() + ".",
        "chmod 600 " + secret());
  }
}
