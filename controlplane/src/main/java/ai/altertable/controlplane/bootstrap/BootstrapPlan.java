package ai.altertable.controlplane.bootstrap;

import ai.altertable.controlplane.access.ApiKeys;
import ai.altertable.controlplane.access.Passwords;
import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.UserName;
import ai.altertable.controlplane.account.ManagementKeys;
import ai.altertable.controlplane.catalog.DatabaseName;
import ai.altertable.controlplane.tenant.Slug;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The flags, understood and free of contradictions.
record BootstrapPlan(
    List<PlannedUser> users,
    List<Secret> apiKeys,
    List<Secret> managementKeys,
    List<String> environments,
    List<String> databases) {

  boolean namesNobody() {
    return users.isEmpty() && apiKeys.isEmpty();
  }

  /// @throws PlatformException INVALID_PARAMETER that tells all that is wrong with the flags
  static BootstrapPlan of(BootstrapFlags flags) {
    Reading reading = new Reading();
    BootstrapPlan plan =
        new BootstrapPlan(
            reading.users(flags),
            reading.apiKeys(flags.apiKeys()),
            reading.managementKeys(flags.managementKeys()),
            reading.names("--environment", flags.environments(), name -> Slug.of(name).value()),
            reading.names(
                "--database", flags.databases(), name -> DatabaseName.of(name).catalog()));
    reading.check();
    return plan;
  }

  /// Reads flags and collects what is wrong with them. Texts that may hold a password are told by
  /// their place, not repeated.
  private static final class Reading {
    private final List<String> problems = new ArrayList<>();

    List<PlannedUser> users(BootstrapFlags flags) {
      Map<String, PlannedUser> users = new LinkedHashMap<>();
      addUsers(users, "--user", flags.users(), Role.ADMIN);
      addUsers(users, "--reader", flags.readers(), Role.READER);
      return List.copyOf(users.values());
    }

    private void addUsers(
        Map<String, PlannedUser> users, String flag, List<Secret> texts, Role role) {
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i).value();
        int colon = text.indexOf(':');
        if (colon < 0) {
          problems.add(flag + " number " + (i + 1) + " has no colon; write name:password");
          continue;
        }
        add(
            users,
            flag,
            new PlannedUser(text.substring(0, colon), new Secret(text.substring(colon + 1)), role));
      }
    }

    private void add(Map<String, PlannedUser> users, String flag, PlannedUser user) {
      if (!UserName.isLegalForNew(user.name())) {
        problems.add(
            flag
                + " '"
                + user.name().replaceAll("[\\p{Cntrl}\\p{Cf}]", "?")
                + "': "
                + UserName.RULE);
      }
      if (!Passwords.isLegal(user.password())) {
        problems.add(flag + " '" + user.name() + "': the password must have 1 to 1024 characters");
      }
      PlannedUser before = users.putIfAbsent(user.name(), user);
      if (before != null && before.role() != user.role()) {
        problems.add("'" + user.name() + "' is given both by --user and by --reader");
      } else if (before != null && !before.password().equals(user.password())) {
        problems.add(flag + " '" + user.name() + "' is given twice, with different passwords");
      }
    }

    List<Secret> apiKeys(List<Secret> keys) {
      for (int i = 0; i < keys.size(); i++) {
        if (!ApiKeys.isLegal(keys.get(i))) {
          problems.add(
              "--api-key number "
                  + (i + 1)
                  + " must have 1 to 256 visible ASCII characters and no spaces");
        }
      }
      return keys.stream().distinct().toList();
    }

    List<Secret> managementKeys(List<Secret> keys) {
      for (int i = 0; i < keys.size(); i++) {
        if (!ManagementKeys.isLegal(keys.get(i))) {
          problems.add("--management-key number " + (i + 1) + ": " + ManagementKeys.RULE);
        }
      }
      return keys.stream().distinct().toList();
    }

    /// @param identity what two names must not have in common
    List<String> names(String flag, List<String> names, Function<String, String> identity) {
      Map<String, String> known = new LinkedHashMap<>();
      for (String name : names) {
        try {
          String before = known.putIfAbsent(identity.apply(name), name);
          if (before != null && !before.equals(name)) {
            problems.add(flag + " '" + name + "' and '" + before + "' are too much alike");
          }
        } catch (PlatformException refused) {
          problems.add(flag + ": " + refused.getMessage());
        }
      }
      return List.copyOf(known.values());
    }

    void check() {
      if (!problems.isEmpty()) {
        throw new PlatformException(
            ErrorCode.INVALID_PARAMETER,
            "the flags cannot be followed:\n  " + String.join("\n  ", problems));
      }
    }
  }
}
