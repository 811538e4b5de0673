package ai.altertable.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.bootstrap.GeneratedCredentials;
import ai.altertable.controlplane.catalog.RolePasswords;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Runs through the life of a control plane with the loggers wide open, and looks for what must not
/// be there. Only the driver's FINER and FINEST are left out: they are the wire protocol.
class SecretsInLogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final java.util.logging.Logger driver =
      java.util.logging.Logger.getLogger("org.postgresql");
  private final Queue<String> driverMessages = new ConcurrentLinkedQueue<>();
  private final Handler driverHandler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          driverMessages.add(entry.getMessage() + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void openLoggers() {
    events.start();
    root.addAppender(events);
    root.setLevel(Level.TRACE);
    driverHandler.setLevel(java.util.logging.Level.FINE);
    driver.setLevel(java.util.logging.Level.FINE);
    driver.addHandler(driverHandler);
  }

  @AfterEach
  void closeLoggers() {
    root.setLevel(Level.INFO);
    root.detachAppender(events);
    driver.setLevel(java.util.logging.Level.INFO);
    driver.removeHandler(driverHandler);
  }

  @Test
  void neitherPasswordsNorVerifiersAreLogged() {
    TestPostgres postgres = TestPostgres.shared();
    postgres.execute("postgres", "drop role if exists logged_role");
    postgres.execute(
        "postgres", "create role logged_role login superuser password 'server-pass-31'");
    ControlPlaneConfig config =
        FreshPlatforms.config(
            new PostgresServer(
                "127.0.0.1", postgres.port(), "logged_role", new Secret("server-pass-31")));
    RolePasswords rolePasswords =
        RolePasswords.derivedFrom(new Secret("a master key of thirty-two bytes"));
    List<String> secrets =
        new ArrayList<>(List.of("server-pass-31", "ann-pass-41", "a master key"));
    secrets.addAll(List.of("ann-pass-59", "guess-pass-26", "api-key-53", "SCRAM-SHA-256$4096:"));

    try (ControlPlane plane = ControlPlane.open(config, rolePasswords, new SecureRandom())) {
      Bootstrapped first = plane.bootstrap().apply(BootstrapFlags.none());
      GeneratedCredentials generated = first.generated().orElseThrow();
      secrets.add(generated.password().value());
      secrets.add(generated.apiKey().value());
      plane.bootstrap().apply(flags("ann:ann-pass-41"));
      plane.bootstrap().apply(flags("ann:ann-pass-59"));
      plane.authenticator().authenticate("ann", new Secret("ann-pass-59"));
      plane.authenticator().authenticate("ann", new Secret("guess-pass-26"));
      for (ManagedDatabase managed : plane.databases().databases(first.environment())) {
        secrets.add(managed.owner().password().value());
        secrets.add(managed.reader().password().value());
      }
    }

    String log =
        events.list.stream().map(SecretsInLogTest::text).collect(Collectors.joining("\n"))
            + String.join("\n", driverMessages);
    assertThat(log).contains("user 'ann'", "platform-database", "Connecting with URL");
    assertThat(secrets).allSatisfy(secret -> assertThat(log).doesNotContain(secret));
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  private static BootstrapFlags flags(String user) {
    return new BootstrapFlags(
        List.of(new Secret(user)),
        List.of(),
        List.of(new Secret("api-key-53")),
        List.of(),
        List.of());
  }
}
