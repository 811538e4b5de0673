package ai.altertable.link.configuration;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.link.contract.ConfigurationChange;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.ConfigurationPart;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;

/// What a member has received: the last whole configuration, and the parts of the next one.
///
/// Safe for use by several threads; parts of one link come by one thread at a time.
public final class ReceivedConfiguration {
  private final long bytesMax;

  /// Guarded by this.
  private Optional<Named> held = Optional.empty();

  /// Guarded by this.
  private ByteString parts = ByteString.EMPTY;

  /// A configuration that is complete.
  public record Named(ConfigurationName name, Configuration configuration) {}

  public ReceivedConfiguration(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// What the control plane may send changes of.
  public synchronized Optional<ConfigurationName> name() {
    return held.map(Named::name);
  }

  /// A link begins: what came of a configuration over the one before is of no use.
  public synchronized void begin() {
    parts = ByteString.EMPTY;
  }

  /// What was received could not be used: the next one is to come whole.
  public synchronized void forget() {
    held = Optional.empty();
    parts = ByteString.EMPTY;
  }

  /// Takes the next part; gives the whole when it was the last.
  ///
  /// @throws IllegalArgumentException when it does not follow what came before
  public synchronized Optional<Named> add(ConfigurationPart part) {
    if ((long) parts.size() + part.getPart().size() > bytesMax) {
      throw new IllegalArgumentException("a configuration is larger than " + bytesMax + " bytes");
    }
    parts = parts.concat(part.getPart());
    if (!part.getLast()) {
      return Optional.empty();
    }
    ConfigurationChange change = change(parts);
    parts = ByteString.EMPTY;
    Named now = new Named(part.getName(), Changes.apply(base(part), change));
    held = Optional.of(now);
    return held;
  }

  private Configuration base(ConfigurationPart part) {
    if (part.getBaseVersion() == 0) {
      return Configuration.EMPTY;
    }
    ConfigurationName base = part.getName().toBuilder().setVersion(part.getBaseVersion()).build();
    return held.filter(named -> named.name().equals(base))
        .map(Named::configuration)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "version "
                    + part.getBaseVersion()
                    + " of the configuration was to be changed, which is not here"));
  }

  private static ConfigurationChange change(ByteString bytes) {
    try {
      return ConfigurationChange.parseFrom(bytes);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalArgumentException("a configuration cannot be read", unreadable);
    }
  }
}
