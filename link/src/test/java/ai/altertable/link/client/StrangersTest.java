package ai.altertable.link.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.link.FakeMember;
import ai.altertable.link.Fleet;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.StrangerConfig;
import ai.altertable.testing.CapturedLog;
import ai.altertable.testing.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections on which nobody has shown to be a member.
@Timeout(60)
class StrangersTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final CapturedLog log = CapturedLog.of("ai.altertable.link");
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable Fleet fleet;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    if (fleet != null) {
      fleet.close();
    }
    log.close();
  }

  private Fleet fleet(int addressMax, int max, Duration life) {
    LinkConfig config = Fleet.QUICK.withStrangers(new StrangerConfig(addressMax, max, life));
    Fleet opened = new Fleet(config, Clock.systemUTC(), folder);
    fleet = opened;
    return opened;
  }

  /// Says nothing.
  private Socket dial(Fleet to) throws IOException {
    String[] address = to.address().split(":", 2);
    Socket socket = new Socket(InetAddress.getByName(address[0]), Integer.parseInt(address[1]));
    sockets.add(socket);
    return socket;
  }

  private static boolean isClosed(Socket socket, Duration within) throws IOException {
    socket.setSoTimeout(Math.toIntExact(within.toMillis()));
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static boolean isTurnedAway(Socket socket) throws IOException {
    return isClosed(socket, Duration.ofMillis(300));
  }

  private static void link(Fleet to, String slug) {
    int before = to.links.links().size();
    to.connect(to.enrolled(slug), new FakeMember());
    Patience.until("it is linked", () -> to.links.links().size() > before);
  }

  @Test
  void anAddressHasOnlySoManyAndIsLetInWhenOneHasGone() throws IOException {
    Fleet server = fleet(3, 100, LONG);
    for (int i = 0; i < 3; i++) {
      assertThat(isTurnedAway(dial(server))).isFalse();
    }
    for (int i = 0; i < 5; i++) {
      assertThat(isTurnedAway(dial(server))).isTrue();
    }
    assertThat(log.lines().stream().filter(line -> line.contains("refused connection")))
        .as("the others are counted")
        .singleElement()
        .asString()
        .contains(
            "refused connection (too many) from 127.0.0.1: 3 connections of one address, or 100 in"
                + " all, have not shown yet");
    sockets.getFirst().close();
    Patience.until("there is room", () -> letsIn(server));
  }

  private boolean letsIn(Fleet server) {
    try {
      return !isTurnedAway(dial(server));
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void allAddressesTogetherHaveOnlySoMany() throws IOException {
    Fleet server = fleet(100, 2, LONG);
    assertThat(isTurnedAway(dial(server))).isFalse();
    assertThat(isTurnedAway(dial(server))).isFalse();
    assertThat(isTurnedAway(dial(server))).isTrue();
  }

  @Test
  void membersThatAreLinkedDoNotCount() throws IOException {
    Fleet server = fleet(2, 2, LONG);
    for (int i = 0; i < 4; i++) {
      link(server, "w-" + i);
    }
    Patience.until("one may come", () -> letsIn(server));
    Patience.until("and another", () -> letsIn(server));
    assertThat(isTurnedAway(dial(server))).isTrue();
    assertThat(server.links.disconnected).as("members stay").hasValue(0);
  }

  @Test
  void whoDoesNotShowItselfInTimeIsClosedAndMembersAreNot() throws IOException {
    Fleet server = fleet(3, 100, Duration.ofSeconds(3));
    link(server, "w-1");
    Socket stranger = dial(server);
    assertThat(isClosed(stranger, Duration.ofSeconds(20))).isTrue();
    assertThat(log.lines())
        .anySatisfy(
            line -> assertThat(line).contains("refused connection (too long) from 127.0.0.1"));
    assertThat(server.links.disconnected).hasValue(0);
    link(server, "w-2");
  }
}
