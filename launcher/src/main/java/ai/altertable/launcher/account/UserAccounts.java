package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;

/// What an operator does with users. Every method throws
/// [ai.altertable.foundation.error.PlatformException] that tells the operator what is wrong.
public interface UserAccounts {
  List<User> list();

  void add(String name, Secret password, Role role);

  void setPassword(String name, Secret password);

  void remove(String name);
}
