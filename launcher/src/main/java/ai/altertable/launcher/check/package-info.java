/// What a check is and what it can find. The checks themselves lie beside what they look at.
@NullMarked
package ai.altertable.launcher.check;

import org.jspecify.annotations.NullMarked;
