/// What members are told.
@NullMarked
package ai.altertable.controlplane.fleet.configuration;

import org.jspecify.annotations.NullMarked;
