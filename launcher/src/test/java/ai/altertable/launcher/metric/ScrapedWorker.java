package ai.altertable.launcher.metric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Answers every request with its metrics, or takes requests and never answers.
final class ScrapedWorker implements AutoCloseable {
  private final Path socket;
  private final Optional<String> metrics;
  private final ServerSocketChannel listening;
  private final List<SocketChannel> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch scraped = new CountDownLatch(1);

  private ScrapedWorker(Path socket, Optional<String> metrics) throws IOException {
    this.socket = socket;
    this.metrics = metrics;
    this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
  }

  static ScrapedWorker start(Path socket, Optional<String> metrics) throws IOException {
    ScrapedWorker worker = new ScrapedWorker(socket, metrics);
    Thread.startVirtualThread(worker::serve);
    return worker;
  }

  String name() {
    return socket.getFileName().toString();
  }

  Path socket() {
    return socket;
  }

  int scrapes() {
    return taken.size();
  }

  void awaitScrape() throws InterruptedException {
    if (!scraped.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody has asked " + name());
    }
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        taken.add(client);
        scraped.countDown();
        if (metrics.isPresent()) {
          answer(client, metrics.get());
        }
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void answer(SocketChannel client, String body) throws IOException {
    try (client) {
      var _ = client.read(ByteBuffer.allocate(8192));
      ByteBuffer all =
          ByteBuffer.wrap(("HTTP/1.0 200 OK\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      while (all.hasRemaining()) {
        client.write(all);
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (SocketChannel client : taken) {
        client.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
