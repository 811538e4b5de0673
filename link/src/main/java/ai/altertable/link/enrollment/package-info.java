/// The token by which a process becomes a member.
@NullMarked
package ai.altertable.link.enrollment;

import org.jspecify.annotations.NullMarked;
