package ai.altertable.link;

import ai.altertable.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes bytes on to a port, and while it is told to harm, cuts, stalls and half-closes the
/// connections at random.
public final class HarmfulProxy implements AutoCloseable {
  public final AtomicInteger harmed = new AtomicInteger();
  private final ServerSocket listener;
  private final int target;
  private final List<Pair> pairs = new CopyOnWriteArrayList<>();

  /// Both directions stop while the pair stalls.
  private record Pair(Socket client, Socket server, AtomicInteger stallMillis) {
    void close() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  public HarmfulProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /// Harms for a while; returns then.
  public void harm(Random random, Duration time, Duration stallMax) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Patience.pause(Duration.ofMillis(20 + random.nextInt(250)));
      if (!pairs.isEmpty()) {
        harm(random, pairs.getLast(), stallMax);
      }
    }
  }

  /// The connections that there are pass nothing on for a while, as when a cable is cut.
  public void stall(Duration time) {
    pairs.forEach(pair -> pair.stallMillis().set(Math.toIntExact(time.toMillis())));
  }

  private void harm(Random random, Pair pair, Duration stallMax) {
    harmed.incrementAndGet();
    try {
      switch (random.nextInt(4)) {
        case 0 -> {
          pair.client().setSoLinger(true, 0);
          pair.close();
        }
        case 1 -> pair.stallMillis().set(random.nextInt((int) stallMax.toMillis()));
        case 2 -> pair.server().shutdownOutput();
        default -> pair.client().shutdownOutput();
      }
    } catch (IOException gone) {
      pair.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private void connect(Socket client) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      Pair pair = new Pair(client, server, new AtomicInteger());
      pairs.add(pair);
      Thread.ofVirtual().start(() -> pump(pair, client, server));
      pump(pair, server, client);
      pairs.remove(pair);
    } catch (IOException away) {
      closeQuietly(client);
    }
  }

  private static void pump(Pair pair, Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int stall = pair.stallMillis().get();
        if (stall > 0) {
          Patience.pause(Duration.ofMillis(stall));
          pair.stallMillis().compareAndSet(stall, 0);
        }
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException cut) {
      pair.close();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    pairs.forEach(Pair::close);
  }
}
