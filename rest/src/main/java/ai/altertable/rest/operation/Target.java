package ai.altertable.rest.operation;

import java.util.Optional;

/// What an operator wants to end. Clients choose ids, so those of several users may be the same.
public record Target(String id, Optional<String> user) {
  boolean isOf(String name) {
    return user.isEmpty() || user.get().equals(name);
  }
}
