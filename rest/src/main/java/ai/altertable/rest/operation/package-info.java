/// What the server asks of a worker for whoever operates it. The gateway has no such routes.
@NullMarked
package ai.altertable.rest.operation;

import org.jspecify.annotations.NullMarked;
