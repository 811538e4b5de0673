package ai.altertable.link.client;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Directives;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.link.configuration.ReceivedConfiguration;
import ai.altertable.link.contract.ToMember;
import ai.altertable.link.message.Messages;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the member do what it is told, one thing after the other, on one thread, until that is
/// interrupted.
///
/// The control plane sends no configuration before the last one is confirmed, so little waits.
final class DirectiveRunner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectiveRunner.class);

  /// Beyond it the control plane does not keep to what was agreed.
  private static final int WAITING_MAX = 1000;

  private final Directives directives;
  private final ReceivedConfiguration received;
  private final BlockingQueue<Task> waiting = new LinkedBlockingQueue<>(WAITING_MAX);

  /// What the member works by. Confined to the thread.
  private @Nullable Configuration applied;

  /// @param from to which a configuration is confirmed
  private record Task(MemberStream from, Order order) {}

  private sealed interface Order {
    record Configure(ReceivedConfiguration.Named configuration) implements Order {}

    record Instruct(Instruction instruction) implements Order {}
  }

  DirectiveRunner(Directives directives, ReceivedConfiguration received) {
    this.directives = directives;
    this.received = received;
  }

  /// Takes what has come; called by one thread at a time for each connection.
  void told(MemberStream from, ToMember message) {
    try {
      order(message)
          .ifPresent(order -> {
            if (!waiting.offer(new Task(from, order))) {
              throw new IllegalArgumentException("it says more than was agreed");
            }
          });
    } catch (IllegalArgumentException wrong) {
      LOG.error("the control plane says what cannot be followed: {}", wrong.getMessage());
      received.forget();
      from.end(new Failure(false, String.valueOf(wrong.getMessage())));
    }
  }

  private Optional<Order> order(ToMember message) {
    return message.hasConfiguration()
        ? received.add(message.getConfiguration()).map(Order.Configure::new)
        : Messages.read(message.getInstruction()).map(Order.Instruct::new);
  }

  @Override
  public void run() {
    try {
      while (true) {
        Task task = waiting.take();
        try {
          follow(task);
        } catch (RuntimeException failure) {
          LOG.error("what the control plane says cannot be followed", failure);
          // The next connection brings it again.
          received.forget();
          task.from().end(new Failure(false, "a directive could not be followed"));
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Task task) {
    switch (task.order()) {
      case Order.Configure(ReceivedConfiguration.Named next) -> {
        if (!next.configuration().equals(applied)) {
          applied = null;
          directives.configured(next.configuration());
          applied = next.configuration();
        }
        task.from().configured(next.name());
      }
      case Order.Instruct(Instruction instruction) -> directives.instructed(instruction);
    }
  }
}
