package ai.altertable.foundation.fleet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that a member is to know, as named texts: `catalog/sales`, `gateway/3f…`. The link sends
/// what differs from what the member has, and does not read the texts.
///
/// @param entries the texts by name; may hold secrets, so they are never logged
public record Configuration(SortedMap<String, String> entries) {
  public static final Configuration EMPTY = new Configuration(new TreeMap<>());

  public Configuration {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  public static Configuration of(Map<String, String> entries) {
    return new Configuration(new TreeMap<>(entries));
  }

  /// Names only: texts may hold secrets.
  @Override
  public String toString() {
    return "Configuration" + entries.keySet();
  }
}
