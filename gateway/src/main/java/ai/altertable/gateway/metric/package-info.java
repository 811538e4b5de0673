/// What the gateway counts and measures.
@NullMarked
package ai.altertable.gateway.metric;

import org.jspecify.annotations.NullMarked;
