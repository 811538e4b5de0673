/// How errors look in HTTP, wherever they come from, and the name by which a request is found in
/// logs.
@NullMarked
package ai.altertable.http.error;

import org.jspecify.annotations.NullMarked;
