package ai.altertable.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.rest.RestConfig;
import java.nio.file.Path;

/// What a worker runs with.
///
/// @param httpSocket where its REST front end listens: a Unix domain socket in a directory that
///   only this user can enter
/// @param grants knows the key by which the server signs what this worker is to believe
public record WorkerConfig(
    Path httpSocket, GrantVerifier grants, EngineConfig engine, RestConfig rest) {}
