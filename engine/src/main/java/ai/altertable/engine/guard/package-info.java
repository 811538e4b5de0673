/// What a text says before the engine sees any of it: its tokens, its statements, what they touch.
@NullMarked
package ai.altertable.engine.guard;

import org.jspecify.annotations.NullMarked;
