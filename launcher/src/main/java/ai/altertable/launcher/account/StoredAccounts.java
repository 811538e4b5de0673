package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Accounts;
import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;

/// The control plane's users, in this process.
public record StoredAccounts(Accounts accounts) implements UserAccounts {
  @Override
  public List<User> list() {
    return accounts.list();
  }

  @Override
  public void add(String name, Secret password, Role role) {
    accounts.add(name, password, role);
  }

  @Override
  public void setPassword(String name, Secret password) {
    accounts.setPassword(name, password);
  }

  @Override
  public void remove(String name) {
    accounts.remove(name);
  }
}
