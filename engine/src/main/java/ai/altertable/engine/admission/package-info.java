/// Who computes: how many statements may be open, which of the long ones go on, and what the
/// processors that are to spare help with.
@NullMarked
package ai.altertable.engine.admission;

import org.jspecify.annotations.NullMarked;
