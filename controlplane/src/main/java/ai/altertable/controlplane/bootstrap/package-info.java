/// What the command line asks to be there from the first start on.
@NullMarked
package ai.altertable.controlplane.bootstrap;

import org.jspecify.annotations.NullMarked;
