/// The authority of one control plane, and the certificates that it issues.
@NullMarked
package ai.altertable.link.certificate;

import org.jspecify.annotations.NullMarked;
