package ai.altertable.link.configuration;

import ai.altertable.link.contract.ConfigurationChange;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.ConfigurationPart;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// Cuts a change into messages that leave room for others on the link.
public final class Parts {
  /// Of one part: a slow line brings one within the time after which silence means death.
  static final int BYTES = 64 << 10;

  private Parts() {}

  /// @param baseVersion 0 when the change replaces all
  /// @param bytesMax of the whole
  /// @throws IllegalArgumentException when the change is larger
  public static List<ConfigurationPart> of(
      ConfigurationName name, long baseVersion, ConfigurationChange change, long bytesMax) {
    if (change.getSerializedSize() > bytesMax) {
      throw new IllegalArgumentException(
          "a configuration of "
              + change.getSerializedSize()
              + " bytes is larger than the "
              + bytesMax
              + " that are allowed");
    }
    ByteString whole = change.toByteString();
    List<ConfigurationPart> parts = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(whole.size(), from + BYTES);
      parts.add(
          ConfigurationPart.newBuilder()
              .setName(name)
              .setBaseVersion(baseVersion)
              .setPart(whole.substring(from, to))
              .setLast(to == whole.size())
              .build());
      from = to;
    } while (from < whole.size());
    return parts;
  }
}
