package ai.altertable.link.configuration;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.link.contract.ConfigurationChange;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What turns one configuration into another.
public final class Changes {
  private Changes() {}

  /// `apply(base, between(base, target))` is `target`.
  public static ConfigurationChange between(Configuration base, Configuration target) {
    ConfigurationChange.Builder change = ConfigurationChange.newBuilder();
    for (Map.Entry<String, String> entry : target.entries().entrySet()) {
      if (!entry.getValue().equals(base.entries().get(entry.getKey()))) {
        change.putPut(entry.getKey(), entry.getValue());
      }
    }
    for (String name : base.entries().keySet()) {
      if (!target.entries().containsKey(name)) {
        change.addRemoved(name);
      }
    }
    return change.build();
  }

  public static Configuration apply(Configuration base, ConfigurationChange change) {
    NavigableMap<String, String> entries = new TreeMap<>(base.entries());
    change.getRemovedList().forEach(entries::remove);
    entries.putAll(change.getPutMap());
    return new Configuration(entries);
  }
}
