/// Files and rows that go in, and what is there afterwards.
@NullMarked
package ai.altertable.systemtests.lakehouse;

import org.jspecify.annotations.NullMarked;
