/// Who may enter: users, their passwords and roles, API keys.
@NullMarked
package ai.altertable.controlplane.access;

import org.jspecify.annotations.NullMarked;
