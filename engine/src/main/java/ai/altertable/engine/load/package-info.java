/// Loads uploaded files into lakehouse tables.
@NullMarked
package ai.altertable.engine.load;

import org.jspecify.annotations.NullMarked;
