/// What is counted and measured in a worker, and how it travels to the server.
@NullMarked
package ai.altertable.worker.metric;

import org.jspecify.annotations.NullMarked;
