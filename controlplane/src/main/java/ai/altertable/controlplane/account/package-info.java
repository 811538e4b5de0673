/// Service accounts, credentials, roles and management keys, as the management API changes them.
@NullMarked
package ai.altertable.controlplane.account;

import org.jspecify.annotations.NullMarked;
