/// Sessions: the engine's side of the Session port.
@NullMarked
package ai.altertable.engine.session;

import org.jspecify.annotations.NullMarked;
