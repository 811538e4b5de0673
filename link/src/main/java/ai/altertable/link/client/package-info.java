/// A member's end of the link.
@NullMarked
package ai.altertable.link.client;

import org.jspecify.annotations.NullMarked;
