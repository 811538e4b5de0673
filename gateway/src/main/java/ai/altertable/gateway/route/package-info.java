/// What the front door offers: which paths there are, and who answers them.
@NullMarked
package ai.altertable.gateway.route;

import org.jspecify.annotations.NullMarked;
