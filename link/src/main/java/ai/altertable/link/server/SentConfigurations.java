package ai.altertable.link.server;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.link.contract.ConfigurationName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What members were sent lately, so that one that connects again need only be told what has
/// changed: the last two of each, as the last may not have arrived.
///
/// Versions are never used twice within an epoch, so forgetting costs no more than sending a
/// configuration whole. Safe for use by several threads.
final class SentConfigurations {
  static final int MEMBERS_MAX = 4096;
  private static final int KEPT_OF_EACH = 2;

  private final String epoch;

  /// Guarded by this.
  private long lastVersion;

  /// By member and version. Guarded by this.
  private final Map<UUID, NavigableMap<Long, Configuration>> sent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<UUID, NavigableMap<Long, Configuration>> eldest) {
          return size() > MEMBERS_MAX;
        }
      };

  /// @param epoch of this process
  SentConfigurations(String epoch) {
    this.epoch = epoch;
  }

  String epoch() {
    return epoch;
  }

  /// Gives a configuration that is about to be sent its name.
  synchronized ConfigurationName add(UUID member, Configuration configuration) {
    lastVersion++;
    NavigableMap<Long, Configuration> own = sent.computeIfAbsent(member, _ -> new TreeMap<>());
    own.put(lastVersion, configuration);
    while (own.size() > KEPT_OF_EACH) {
      own.pollFirstEntry();
    }
    return ConfigurationName.newBuilder().setEpoch(epoch).setVersion(lastVersion).build();
  }

  /// Empty when it was not sent by this process, or too long ago.
  synchronized Optional<Configuration> find(UUID member, ConfigurationName name) {
    NavigableMap<Long, Configuration> own = sent.get(member);
    return own == null || !name.getEpoch().equals(epoch)
        ? Optional.empty()
        : Optional.ofNullable(own.get(name.getVersion()));
  }
}
