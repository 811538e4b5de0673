package ai.altertable.launcher.operation;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.launcher.admin.Orders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The members of the fleet, and the workers among them that operators take out of service for a
/// while: those that the server runs and those of other machines alike, by what the fleet wants of
/// them. An order is answered when those that are up have done it, or have not within five seconds.
///
/// ```
///   GET  /workers         [{"worker":…,"kind":"worker","hosted":…,"environment":…,"state":…,
///                           "desired":…,"draining":…,"running":…,"queued":…,"sessions":…,
///                           "transactions": null where the worker does not answer,"since":…}]
///   POST /workers/drain   {"worker":…}   all workers without a name; answers as GET, of these
///   POST /workers/resume  {"worker":…}
/// ```
public final class FleetOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(FleetOrders.class);
  private static final String PATH = "/platform/drain";
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 20;

  /// Changes what a member is meant to be doing.
  @FunctionalInterface
  interface Desiring {
    /// @throws PlatformException OBJECT_NOT_FOUND when there is no such member
    void desire(String slug, Desired desired);
  }

  private final Supplier<List<ObservedMember>> members;
  private final Desiring desiring;
  private final FleetLinks links;
  private final BooleanSupplier ending;

  /// @param ending whether the server is about to end, and lets nothing begin again
  FleetOrders(
      Supplier<List<ObservedMember>> members,
      Desiring desiring,
      FleetLinks links,
      BooleanSupplier ending) {
    this.members = members;
    this.desiring = desiring;
    this.links = links;
    this.ending = ending;
  }

  /// Of the members that a control plane follows.
  public static FleetOrders of(Members members, FleetLinks links, BooleanSupplier ending) {
    return new FleetOrders(
        members::list, (slug, desired) -> members.desire(slug, desired, "command"), links, ending);
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /workers" -> describe(members.get());
      case "POST /workers/drain" -> set(named(body), true);
      case "POST /workers/resume" -> set(named(body), false);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private Set<String> named(JsonNode body) {
    List<ObservedMember> present =
        members.get().stream()
            .filter(one -> !(one.state() instanceof MemberState.Revoked))
            .filter(one -> one.enrolled().member().kind() == Member.Kind.WORKER)
            .toList();
    Set<String> slugs = present.stream().map(ObservedMember::slug).collect(Collectors.toSet());
    if (!body.has("worker")) {
      return slugs;
    }
    String name = body.path("worker").asText();
    if (!slugs.contains(name)) {
      throw new PlatformException(
          ErrorCode.OBJECT_NOT_FOUND, "there is no worker '%s'".formatted(name));
    }
    return Set.of(name);
  }

  private String set(Set<String> slugs, boolean on) {
    if (ending.getAsBoolean()) {
      throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the server is about to end");
    }
    for (String slug : slugs) {
      desiring.desire(slug, on ? Desired.DRAINING : Desired.ONLINE);
      LOG.info("worker {} {} by command", slug, on ? "is drained" : "is resumed");
    }
    awaitTold(slugs, on);
    return describe(
        members.get().stream()
            .filter(one -> slugs.contains(one.slug()))
            .filter(one -> !(one.state() instanceof MemberState.Revoked))
            .toList());
  }

  private void awaitTold(Set<String> slugs, boolean on) {
    long end = System.nanoTime() + TOLD_WITHIN.toNanos();
    try {
      while (!isTold(slugs, on) && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// One that is up says so itself; one that is not is told when it comes back.
  private boolean isTold(Set<String> slugs, boolean on) {
    Set<String> up = new HashSet<>();
    for (ObservedMember one : members.get()) {
      boolean draining = one.state() instanceof MemberState.Draining;
      if (slugs.contains(one.slug()) && (draining || one.state() instanceof MemberState.Online)) {
        if (draining != on) {
          return false;
        }
        up.add(one.slug());
      }
    }
    Map<String, JsonNode> states = states();
    return up.stream()
        .allMatch(slug -> {
          JsonNode own = states.get(slug);
          return own != null && own.path("draining").asBoolean() == on;
        });
  }

  /// What workers say of themselves, by slug.
  private Map<String, JsonNode> states() {
    Map<String, JsonNode> states = new HashMap<>();
    links.ask(PATH).told().forEach((worker, state) -> states.put(worker.slug(), state));
    return states;
  }

  private String describe(List<ObservedMember> described) {
    Map<String, JsonNode> states = states();
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (ObservedMember member : described) {
      boolean gone = member.state() instanceof MemberState.Revoked;
      JsonNode own = gone ? null : states.get(member.slug());
      all.add(describe(member, own == null ? JsonNodeFactory.instance.objectNode() : own));
    }
    return all.toString();
  }

  /// @param own what the worker says itself; without members when it does not
  private static ObjectNode describe(ObservedMember member, JsonNode own) {
    Enrolled kept = member.enrolled();
    Load load = member.load();
    boolean draining = member.state() instanceof MemberState.Draining;
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("worker", member.slug())
            .put("kind", kept.member().kind().name().toLowerCase(Locale.ROOT))
            .put("hosted", kept.hosted())
            .put("environment", kept.environment().map(Environment::slug).orElse(""))
            .put("state", member.state().word())
            .put("desired", kept.desired().word())
            .put("draining", own.path("draining").asBoolean(draining))
            .put("running", own.path("running").asInt(load.running()))
            .put("queued", load.queued())
            .put("sessions", load.sessions() + load.sessionsKept());
    JsonNode transactions = own.path("transactions");
    if (transactions.isInt()) {
      node.set("transactions", transactions);
    } else {
      node.putNull("transactions");
    }
    return node.put("since", member.state().since().toString());
  }
}
