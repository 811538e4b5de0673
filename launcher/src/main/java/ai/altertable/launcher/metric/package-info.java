/// What the server measures, and the page on which all of it is read.
@NullMarked
package ai.altertable.launcher.metric;

import org.jspecify.annotations.NullMarked;
