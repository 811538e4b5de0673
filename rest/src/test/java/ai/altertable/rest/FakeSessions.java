package ai.altertable.rest;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionFactory;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Sessions that answer what a test has told them to.
final class FakeSessions implements SessionFactory {
  /// What a statement does.
  ///
  /// @param schema known before it is executed
  record Script(Optional<RowSchema> schema, Function<FakeSession, QueryResult> execution) {}

  final List<SessionRequest> requests = new CopyOnWriteArrayList<>();
  final List<FakeSession> opened = new CopyOnWriteArrayList<>();
  final Map<String, Script> scripts = new ConcurrentHashMap<>();
  final List<UUID> ended = new CopyOnWriteArrayList<>();
  volatile Optional<RuntimeException> refusal = Optional.empty();
  volatile Runnable whileOpening = () -> {};
  volatile ToLongFunction<FileLoad> loader =
      load -> {
        throw new PlatformException(ErrorCode.TABLE_NOT_FOUND, "no load was expected");
      };

  FakeSessions on(String sql, Supplier<? extends QueryResult> result) {
    scripts.put(sql, new Script(Optional.empty(), session -> result.get()));
    return this;
  }

  FakeSessions on(String sql, RowSchema schema, Function<FakeSession, QueryResult> execution) {
    scripts.put(sql, new Script(Optional.of(schema), execution));
    return this;
  }

  @Override
  public Session open(SessionRequest request) {
    requests.add(request);
    whileOpening.run();
    refusal.ifPresent(failure -> {
      throw failure;
    });
    FakeSession session =
        new FakeSession(
            this,
            request.sessionId().orElse(new SessionId("made-up")),
            request.sessionId().isPresent());
    opened.add(session);
    return session;
  }

  @Override
  public boolean has(UUID environment, UUID principal, SessionId session) {
    return requests.stream()
        .anyMatch(request ->
            request.environment().id().equals(environment)
                && request.principal().id().equals(principal)
                && request.sessionId().equals(Optional.of(session)));
  }

  @Override
  public void endAll(UUID principal) {
    ended.add(principal);
  }
}
