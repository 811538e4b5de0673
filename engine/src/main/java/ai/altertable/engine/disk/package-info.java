/// Directories that workers share a disk with.
@NullMarked
package ai.altertable.engine.disk;

import org.jspecify.annotations.NullMarked;
