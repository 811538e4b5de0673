package ai.altertable.gateway;

import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A worker that the test plays by hand.
final class RawWorker implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel listener;
  private final BlockingQueue<RawSocket> accepted = new LinkedBlockingQueue<>();
  private final List<RawSocket> all = new ArrayList<>();

  private RawWorker(Path socket, ServerSocketChannel listener) {
    this.socket = socket;
    this.listener = listener;
  }

  static RawWorker at(Path socket) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(socket));
      RawWorker worker = new RawWorker(socket, listener);
      Thread.ofVirtual().start(worker::acceptAll);
      return worker;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        RawSocket connection = new RawSocket(channel);
        synchronized (all) {
          all.add(connection);
        }
        accepted.add(connection);
      }
    } catch (ClosedChannelException closed) {
      // the worker's end
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The next connection that the gateway makes.
  RawSocket accept() throws InterruptedException {
    RawSocket connection = accepted.poll(10, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("the gateway made no connection");
    }
    return connection;
  }

  int connections() {
    synchronized (all) {
      return all.size();
    }
  }

  /// As a kill does: everything is closed.
  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(socket);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    synchronized (all) {
      all.forEach(RawSocket::close);
    }
  }
}
