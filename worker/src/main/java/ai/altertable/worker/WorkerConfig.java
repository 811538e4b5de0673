package ai.altertable.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.rest.RestConfig;
import java.nio.file.Path;

/// What a worker runs with.
///
/// @param httpSocket where its REST front end listens: a Unix domain socket in a directory that
///   only this user can enter
/// @param slug its name, for which grants are made out
/// @param environment the one that it serves
public record WorkerConfig(
    Path httpSocket, String slug, Environment environment, EngineConfig engine, RestConfig rest) {}
