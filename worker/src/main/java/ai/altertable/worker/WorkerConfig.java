package ai.altertable.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.http.tls.Handshakes;
import ai.altertable.rest.RestConfig;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// What a worker runs with.
///
/// @param address where its REST front end listens: a Unix domain socket in a directory that only
///   this user can enter, or TCP
/// @param door of TCP: lets in gateways and the control plane only
/// @param slug its name, for which grants are made out
/// @param outbox where reports wait until the control plane has stored them; of this worker alone
public record WorkerConfig(
    SocketAddress address,
    Optional<Handshakes> door,
    String slug,
    Path outbox,
    EngineConfig engine,
    RestConfig rest) {}
