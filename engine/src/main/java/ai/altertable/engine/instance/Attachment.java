package ai.altertable.engine.instance;

import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Access;

/// A catalog as an instance has it.
public record Attachment(ManagedDatabase database, Access access) {
  public boolean writable() {
    return access == Access.WRITE;
  }

  public String name() {
    return database.name();
  }
}
