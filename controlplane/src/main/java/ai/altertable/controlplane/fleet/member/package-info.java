/// The members, and what is known of each.
@NullMarked
package ai.altertable.controlplane.fleet.member;

import org.jspecify.annotations.NullMarked;
