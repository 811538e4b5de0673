package ai.altertable.gateway.login;

import java.nio.ByteBuffer;

/// Stands for an `Authorization` header without telling what was in it: its HMAC-SHA-256 under a
/// key of this process. Equal keys stand for equal headers.
record LoginKey(long first, long second, long third, long fourth) {
  static LoginKey of(byte[] mac) {
    ByteBuffer bytes = ByteBuffer.wrap(mac);
    return new LoginKey(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
