/// Who gets in, and who is out at once.
@NullMarked
package ai.altertable.systemtests.access;

import org.jspecify.annotations.NullMarked;
