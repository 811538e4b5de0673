/// Who may ask this worker for anything: grants, and the revocations that make them worthless.
@NullMarked
package ai.altertable.rest.access;

import org.jspecify.annotations.NullMarked;
