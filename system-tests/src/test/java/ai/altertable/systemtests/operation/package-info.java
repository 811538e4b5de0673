/// What whoever operates a server does with it while it runs.
@NullMarked
package ai.altertable.systemtests.operation;

import org.jspecify.annotations.NullMarked;
