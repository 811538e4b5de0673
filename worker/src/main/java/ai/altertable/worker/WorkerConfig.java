package ai.altertable.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.rest.RestConfig;
import java.nio.file.Path;

/// What a worker runs with.
///
/// @param httpSocket where its REST front end listens: a Unix domain socket in a directory that
///   only this user can enter
/// @param slug its name, for which grants are made out
/// @param outbox where reports wait until the control plane has stored them; of this worker alone
public record WorkerConfig(
    Path httpSocket, String slug, Path outbox, EngineConfig engine, RestConfig rest) {}
