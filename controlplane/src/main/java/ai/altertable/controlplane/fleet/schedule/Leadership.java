package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.Transactions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Which of several control planes schedules, and how the others tell it what is wanted.
public interface Leadership {
  boolean isLeading();

  /// Tells the leader that environments are wanted. May be lost, and is then told again.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException when nobody can be told now
  void tellWanted(Set<UUID> environments);

  /// @param wanted takes what others tell; must not block
  void onWanted(Consumer<UUID> wanted);

  /// By a lock and by notifications of the platform's database.
  static Leadership over(Changes changes, Transactions transactions) {
    String topic = "wanted ";
    return new Leadership() {
      @Override
      public boolean isLeading() {
        return changes.isLeading();
      }

      @Override
      public void tellWanted(Set<UUID> environments) {
        transactions.run(handle -> environments.forEach(id -> Changes.tell(handle, topic + id)));
      }

      @Override
      public void onWanted(Consumer<UUID> wanted) {
        changes.hear(text -> {
          if (text.startsWith(topic)) {
            wanted.accept(UUID.fromString(text.substring(topic.length())));
          }
        });
      }
    };
  }

  /// Where there is only one control plane.
  static Leadership alone() {
    return new Leadership() {
      @Override
      public boolean isLeading() {
        return true;
      }

      @Override
      public void tellWanted(Set<UUID> environments) {}

      @Override
      public void onWanted(Consumer<UUID> wanted) {}
    };
  }
}
