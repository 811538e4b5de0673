package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.server.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the port is free, or the running server's already.
///
/// @param data the server's data directory
/// @param holders looks for whom a port belongs to
record PortCheck(ServerConfig.Http http, Path data, PortHolders holders) implements Check {
  private static final int PRIVILEGED = 1_024;

  @Override
  public String name() {
    return "port";
  }

  @Override
  public Finding look() {
    String place = http.address().getHostAddress() + ", port " + http.port();
    if (http.port() == 0) {
      return new Finding.Fine("Any free port will do.");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.address(), http.port()));
      return new Finding.Fine(place + " is free.");
    } catch (IOException refused) {
      return taken(place, String.valueOf(refused.getMessage()));
    }
  }

  private Finding taken(String place, String reason) {
    Optional<Long> holder = holders.holder(http.port());
    Optional<Long> server = DataDirectory.user(data);
    if (holder.isPresent() && holder.equals(server)) {
      return new Finding.Fine(
          place + " is held by this server, process " + holder.orElseThrow() + ".");
    }
    String who = holder.map(PortCheck::described).orElse("");
    String advice =
        "End the program that listens there, or choose another port with --http-port, or an"
            + " address of this machine with --listen-address.";
    if (http.port() < PRIVILEGED && reason.contains("ermission")) {
      advice = "Choose a port from 1024 on with --http-port: lower ones are root's.";
    }
    return new Finding.Problem(
        "Nothing can listen on " + place + ": " + reason + "." + who, advice);
  }

  private static String described(long pid) {
    String program =
        ProcessHandle.of(pid).flatMap(process -> process.info().command()).orElse("unknown");
    return " It is held by process " + pid + " (" + program + ").";
  }
}
