/// What a worker has to tell and what has not been stored elsewhere yet, on the worker's own disk.
@NullMarked
package ai.altertable.worker.outbox;

import org.jspecify.annotations.NullMarked;
