package ai.altertable.http.wire;

/// Whom a client address stands for: itself, or with IPv6 its network of 64 bits, as whoever has
/// one address of it has them all.
public final class ClientNetwork {
  private static final int IPV6_GROUPS_OF_NETWORK = 4;

  private ClientNetwork() {}

  /// @param address as [java.net.InetAddress#getHostAddress] writes it: IPv6 in eight groups
  public static String of(String address) {
    int end = -1;
    for (int group = 0; group < IPV6_GROUPS_OF_NETWORK; group++) {
      end = address.indexOf(':', end + 1);
      if (end < 0) {
        return address;
      }
    }
    return address.substring(0, end);
  }
}
