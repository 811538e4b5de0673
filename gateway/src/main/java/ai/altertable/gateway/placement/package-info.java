/// Which of several workers a request goes to, where that is the gateway's to find out: where
/// sessions are, and who could not be reached a moment ago.
@NullMarked
package ai.altertable.gateway.placement;

import org.jspecify.annotations.NullMarked;
