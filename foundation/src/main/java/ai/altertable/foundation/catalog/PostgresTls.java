package ai.altertable.foundation.catalog;

import java.util.Locale;
import java.util.Optional;

/// How a connection to a PostgreSQL server is protected, in libpq's words (PostgreSQL manual,
/// chapter 32.19).
///
/// @param rootCertificate a PEM file with the certificates that may have signed the server's; on
///   every machine that connects
public record PostgresTls(Mode mode, Optional<String> rootCertificate) {
  /// What libpq does when it is told nothing.
  public static final PostgresTls UNSAID = new PostgresTls(Mode.PREFER, Optional.empty());

  /// libpq's `sslmode`.
  public enum Mode {
    /// In the clear.
    DISABLE,
    /// In the clear where the server speaks no TLS.
    PREFER,
    /// TLS with whoever answers.
    REQUIRE,
    /// TLS with a server whose certificate is signed as it should be.
    VERIFY_CA,
    /// The same, and the certificate is for the name that was connected to.
    VERIFY_FULL;

    /// As libpq and pgjdbc write it.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether it can be known who answers.
    public boolean verifies() {
      return this == VERIFY_CA || this == VERIFY_FULL;
    }
  }

  /// @throws IllegalArgumentException when a certificate is to be verified by nothing
  public PostgresTls {
    if (mode.verifies() && rootCertificate.isEmpty()) {
      throw new IllegalArgumentException("sslmode=" + mode.word() + " needs sslrootcert=FILE");
    }
  }
}
