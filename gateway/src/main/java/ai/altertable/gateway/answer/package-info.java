/// Answers that the gateway gives by itself: small JSON objects, errors among them.
@NullMarked
package ai.altertable.gateway.answer;

import org.jspecify.annotations.NullMarked;
