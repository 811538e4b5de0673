/// Fixtures and contract kits that several modules' tests share.
@NullMarked
package ai.altertable.testing;

import org.jspecify.annotations.NullMarked;
