/// What a text says before the engine sees any of it, and whether it may. Start reading at
/// [ai.altertable.engine.guard.Guard].
@NullMarked
package ai.altertable.engine.guard;

import org.jspecify.annotations.NullMarked;
