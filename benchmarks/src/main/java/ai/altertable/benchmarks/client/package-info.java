/// Clients of the server. A further protocol is one more implementation of
/// [ai.altertable.benchmarks.client.Protocol].
@NullMarked
package ai.altertable.benchmarks.client;

import org.jspecify.annotations.NullMarked;
