/// One request, whatever it asks: who asks, what the body says, how answers and errors look.
@NullMarked
package ai.altertable.rest.call;

import org.jspecify.annotations.NullMarked;
