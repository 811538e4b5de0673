/// What has happened to members, for operators to read.
@NullMarked
package ai.altertable.controlplane.fleet.event;

import org.jspecify.annotations.NullMarked;
