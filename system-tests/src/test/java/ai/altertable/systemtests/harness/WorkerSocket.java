package ai.altertable.systemtests.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Unix socket of a server's worker, as one sees it who can enter its directory.
public record WorkerSocket(Path path) {
  private static final Pattern GRANT =
      Pattern.compile("^altertable-grant: *(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

  public static WorkerSocket of(RunningServer server) {
    return new WorkerSocket(server.data().resolve("run").resolve("hosted-1").resolve("http"));
  }

  /// Sends a query with a grant, past the gateway.
  ///
  /// @param grant the header's value; empty: without the header
  /// @return status and body
  public Answer query(Query query, Optional<String> grant) {
    byte[] body = query.toString().getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /query HTTP/1.0\r\nHost: local\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(
                body.length, grant.map(text -> "altertable-grant: " + text + "\r\n").orElse(""));
    String answer = exchange(head + query);
    Matcher status = STATUS.matcher(answer);
    if (!status.lookingAt()) {
      throw new AssertionError("no answer: " + answer);
    }
    return Answer.of(
        Integer.parseInt(status.group(1)), answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  private String exchange(String request) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.UTF_8));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Takes the worker's place for new connections, passes on what goes either way, and ends them.
  ///
  /// @param requests which make the server connect anew
  /// @return the grant that the server sent
  public String spy(Runnable requests) {
    Path aside = path.resolveSibling("aside");
    BlockingQueue<String> grants = new LinkedBlockingQueue<>();
    Queue<SocketChannel> relayed = new ConcurrentLinkedQueue<>();
    try {
      Files.move(path, aside);
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> relay(listener, aside, grants, relayed));
        requests.run();
        String grant = grants.poll(10, TimeUnit.SECONDS);
        if (grant == null) {
          throw new AssertionError("the server has sent no grant");
        }
        return grant;
      } finally {
        for (SocketChannel channel : relayed) {
          channel.close();
        }
        Files.deleteIfExists(path);
        Files.move(aside, path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static void relay(
      ServerSocketChannel listener,
      Path worker,
      BlockingQueue<String> grants,
      Queue<SocketChannel> relayed) {
    try {
      while (true) {
        SocketChannel from = listener.accept();
        SocketChannel to = SocketChannel.open(UnixDomainSocketAddress.of(worker));
        relayed.add(from);
        relayed.add(to);
        Thread.ofVirtual().start(() -> copy(from, to, grants));
        Thread.ofVirtual().start(() -> copy(to, from, new LinkedBlockingQueue<>()));
      }
    } catch (IOException closed) {
      // The spy has gone.
    }
  }

  private static void copy(SocketChannel from, SocketChannel to, BlockingQueue<String> grants) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    try (from;
        to) {
      InputStream in = Channels.newInputStream(from);
      OutputStream out = Channels.newOutputStream(to);
      byte[] piece = new byte[8192];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        seen.write(piece, 0, count);
        Matcher grant = GRANT.matcher(seen.toString(StandardCharsets.ISO_8859_1));
        while (grant.find()) {
          grants.add(grant.group(1));
        }
        out.write(piece, 0, count);
      }
    } catch (IOException gone) {
      // One side has ended, and so does the other.
    }
  }
}
