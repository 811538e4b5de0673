package ai.altertable.foundation.placement;

import java.nio.file.Path;

/// Where a worker listens: Unix domain sockets, which only this user can open.
///
/// @param slug the worker's name, shown to clients
/// @param http the socket of its REST front end
public record WorkerAddress(String slug, Path http) {}
