package ai.altertable.launcher.operation;

import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.process.ProcessHttp;
import ai.altertable.launcher.worker.WorkerLink;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The workers that this server asks for what operators want to know: those that it runs itself,
/// and those of other machines that are up. Safe for use by several threads.
public final class FleetLinks {
  private final Supplier<List<WorkerLink>> hosted;
  private final Supplier<List<ObservedMember>> members;
  private final Function<ObservedMember, Optional<WorkerLink>> dialled;

  /// @param hosted those that run on this machine, whether they are up or not
  /// @param dialled how another worker is reached; empty when it cannot be from here
  public FleetLinks(
      Supplier<List<WorkerLink>> hosted,
      Supplier<List<ObservedMember>> members,
      Function<ObservedMember, Optional<WorkerLink>> dialled) {
    this.hosted = hosted;
    this.members = members;
    this.dialled = dialled;
  }

  /// What several workers have answered.
  ///
  /// @param silent why the others have not, by slug
  record Answers(Map<WorkerLink, JsonNode> told, Map<String, String> silent) {}

  /// Those that can be asked.
  public List<WorkerLink> all() {
    List<WorkerLink> all = new ArrayList<>(hosted.get());
    elsewhere().stream().map(dialled).flatMap(Optional::stream).forEach(all::add);
    return List.copyOf(all);
  }

  private List<ObservedMember> elsewhere() {
    Set<String> here = hosted.get().stream().map(WorkerLink::slug).collect(Collectors.toSet());
    return members.get().stream()
        .filter(one -> one.enrolled().member().kind() == Member.Kind.WORKER)
        .filter(one -> isUp(one.state()) && !here.contains(one.slug()))
        .toList();
  }

  private static boolean isUp(MemberState state) {
    return switch (state) {
      case MemberState.Online _, MemberState.Draining _ -> true;
      case MemberState.Pending _, MemberState.Lost _, MemberState.Revoked _ -> false;
    };
  }

  /// Asks all of them side by side.
  Answers ask(String path) {
    List<WorkerLink> asked = all();
    Map<WorkerLink, CompletableFuture<JsonNode>> answers = new LinkedHashMap<>();
    for (WorkerLink worker : asked) {
      answers.put(
          worker,
          CompletableFuture.supplyAsync(
              () -> answered(worker, () -> worker.get(path)), Thread::startVirtualThread));
    }
    Map<WorkerLink, JsonNode> told = new LinkedHashMap<>();
    Map<String, String> silent = new TreeMap<>();
    answers.forEach((worker, answer) -> {
      try {
        told.put(worker, answer.join());
      } catch (RuntimeException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        silent.put(worker.slug(), PlatformException.from(cause).clientMessage());
      }
    });
    Set<String> known = asked.stream().map(WorkerLink::slug).collect(Collectors.toSet());
    unreached(known).forEach(slug -> silent.put(slug, "another server runs it"));
    return new Answers(told, silent);
  }

  private Set<String> unreached(Set<String> known) {
    Set<String> slugs = new HashSet<>();
    elsewhere().stream()
        .map(ObservedMember::slug)
        .filter(slug -> !known.contains(slug))
        .forEach(slugs::add);
    return slugs;
  }

  @FunctionalInterface
  interface Question {
    ProcessHttp.Answer ask() throws IOException;
  }

  /// @throws PlatformException as the worker says, or WORKER_UNAVAILABLE when it says nothing
  static JsonNode answered(WorkerLink worker, Question question) {
    try {
      return AdminClient.result(question.ask());
    } catch (JsonProcessingException malformed) {
      throw new PlatformException(
          ErrorCode.INTERNAL, "worker " + worker.slug() + " does not answer in JSON", malformed);
    } catch (IOException failure) {
      throw new PlatformException(
          ErrorCode.WORKER_UNAVAILABLE,
          "worker %s cannot be asked: %s".formatted(worker.slug(), failure.getMessage()),
          failure);
    }
  }
}
