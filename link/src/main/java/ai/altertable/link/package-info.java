/// What both ends of the link are set to.
@NullMarked
package ai.altertable.link;

import org.jspecify.annotations.NullMarked;
