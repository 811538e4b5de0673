package ai.altertable.link.server;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.link.configuration.Changes;
import ai.altertable.link.configuration.Parts;
import ai.altertable.link.contract.ConfigurationChange;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.ConfigurationPart;
import ai.altertable.link.contract.ToMember;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sends one connected member its configuration, one at a time: while it has not said that it has
/// the last one, the next one waits, and of several that come meanwhile the last one counts.
///
/// Safe for use by several threads.
final class ConfigurationSender {
  private final UUID member;
  private final SentConfigurations sent;
  private final Outgoing out;
  private final long bytesMax;

  /// What the member has for sure; empty when it has nothing that is known here. Guarded by this.
  private Optional<ConfigurationName> held;

  /// What it has been sent and has not confirmed. Guarded by this.
  private Optional<ConfigurationName> onItsWay = Optional.empty();

  /// What is to be sent after that. Guarded by this.
  private Optional<Configuration> next = Optional.empty();

  ConfigurationSender(
      UUID member,
      SentConfigurations sent,
      Outgoing out,
      long bytesMax,
      Optional<ConfigurationName> held) {
    this.member = member;
    this.sent = sent;
    this.out = out;
    this.bytesMax = bytesMax;
    this.held = held;
  }

  /// @throws IllegalArgumentException when it is too large; the one before stays
  synchronized void configure(Configuration wanted) {
    if (onItsWay.isPresent()) {
      next = Optional.of(wanted);
    } else {
      send(wanted);
    }
  }

  private void send(Configuration wanted) {
    Optional<Configuration> base = held.flatMap(name -> sent.find(member, name));
    long baseVersion = base.isPresent() ? held.orElseThrow().getVersion() : 0;
    ConfigurationChange change = Changes.between(base.orElse(Configuration.EMPTY), wanted);
    ConfigurationName name = sent.add(member, wanted);
    List<ConfigurationPart> parts = Parts.of(name, baseVersion, change, bytesMax);
    onItsWay = Optional.of(name);
    for (ConfigurationPart part : parts) {
      out.send(ToMember.newBuilder().setConfiguration(part).build());
    }
  }

  /// The member has it. True when there is nothing newer for it.
  ///
  /// @throws IllegalArgumentException when what was waiting is too large
  synchronized boolean confirmed(ConfigurationName name) {
    if (!onItsWay.equals(Optional.of(name))) {
      return false;
    }
    held = onItsWay;
    onItsWay = Optional.empty();
    Optional<Configuration> waiting = next;
    next = Optional.empty();
    waiting.ifPresent(this::send);
    return waiting.isEmpty();
  }
}
