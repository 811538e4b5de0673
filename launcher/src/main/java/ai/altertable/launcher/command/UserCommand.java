package ai.altertable.launcher.command;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.account.UserAccounts;
import ai.altertable.launcher.server.AccountsOf;
import ai.altertable.launcher.server.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "user",
    description = {
      "Looks after users, also while the server runs.",
      "A change takes effect at once: whoever has lost a password or rights is out within seconds."
    },
    subcommands = {
      UserCommand.SetPassword.class,
      UserCommand.Add.class,
      UserCommand.Remove.class,
      UserCommand.ListUsers.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class UserCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// On whose users a command works.
  static final class Target {
    @Mixin private RuntimeOptions runtime;
    @Mixin private LogOptions logging;
    @Mixin private DataDirectoryOption dataDirectory;
    @Mixin private PostgresOptions postgres;

    /// @param command of which this is the target
    void with(CommandSpec command, Consumer<UserAccounts> work) {
      AccountsOf.with(
          dataDirectory.path(),
          postgres.read(command),
          runtime.directory(),
          logging.read(command),
          Console.ofThisProcess(),
          work);
    }
  }

  /// Where a new password comes from.
  static final class NewPassword {
    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description =
            "A file whose first line is the password. Without it the password is asked for on the"
                + " terminal, or read from standard input.")
    private @Nullable Path file;

    Secret of(String name) {
      return PasswordInput.ofThisProcess().read(Optional.ofNullable(file), name);
    }
  }

  @Command(
      name = "set-password",
      description = "Gives a user a new password; the old one stops working.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class SetPassword implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Target target;
    @Mixin private NewPassword password;

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name;

    @Override
    public void run() {
      Secret fresh = password.of(name);
      target.with(spec, accounts -> accounts.setPassword(name, fresh));
      CommandLines.say(
          spec,
          "The password of '" + name + "' is set; what was open under the old one has ended.");
    }
  }

  @Command(
      name = "add",
      description = "Makes a user.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Add implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Target target;
    @Mixin private NewPassword password;

    @Option(
        names = "--reader",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "May only read. Without it the user administers the organization.")
    private boolean reader;

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name;

    @Override
    public void run() {
      Secret fresh = password.of(name);
      target.with(spec, accounts -> accounts.add(name, fresh, reader ? Role.READER : Role.ADMIN));
      CommandLines.say(spec, "'" + name + "' can log in.");
    }
  }

  @Command(
      name = "remove",
      description = "Removes a user. What the user has made stays.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Remove implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Target target;

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name;

    @Override
    public void run() {
      target.with(spec, accounts -> accounts.remove(name));
      CommandLines.say(spec, "'" + name + "' is removed; what was open has ended.");
    }
  }

  @Command(
      name = "list",
      description = "Shows all users.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListUsers implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Target target;

    @Override
    public void run() {
      target.with(spec, accounts -> CommandLines.say(spec, table(accounts.list())));
    }

    private static String table(List<User> users) {
      TextTable table = new TextTable("ROLE", "ENVIRONMENT", "PASSWORD SET", "NAME");
      for (User user : users) {
        table.add(
            user.role().word(), user.environment(), user.passwordSetAt().toString(), user.name());
      }
      return table.toString();
    }
  }
}
