/// The certificate authority by which members are known.
@NullMarked
package ai.altertable.controlplane.fleet.authority;

import org.jspecify.annotations.NullMarked;
