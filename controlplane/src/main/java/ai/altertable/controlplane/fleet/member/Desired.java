package ai.altertable.controlplane.fleet.member;

import java.util.Locale;

/// What a member is meant to be doing.
public enum Desired {
  ONLINE,
  /// An operator lets it begin nothing new.
  DRAINING,
  /// It begins nothing new, and ends when it has nothing left to do.
  STOPPED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Desired of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Whether it is told to begin nothing new.
  boolean drains() {
    return this != ONLINE;
  }
}
