/// The control plane's end of the link.
@NullMarked
package ai.altertable.link.server;

import org.jspecify.annotations.NullMarked;
