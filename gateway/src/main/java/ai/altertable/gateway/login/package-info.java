/// Who is calling: credentials of a request, checked off the event loops and remembered for
/// seconds.
@NullMarked
package ai.altertable.gateway.login;

import org.jspecify.annotations.NullMarked;
