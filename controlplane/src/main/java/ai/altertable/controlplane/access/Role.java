package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Access;
import java.util.Locale;

/// What a user may do with every database of the environment.
public enum Role {
  ADMIN(Access.WRITE),
  READER(Access.READ);

  private final Access access;

  Role(Access access) {
    this.access = access;
  }

  public Access access() {
    return access;
  }

  /// As it is written in the database and in messages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
