/// Secrets are where they belong, and nowhere else.
@NullMarked
package ai.altertable.systemtests.secret;

import org.jspecify.annotations.NullMarked;
