/// What the system tests are made of: the program and its processes, clients, files, figures.
@NullMarked
package ai.altertable.systemtests.harness;

import org.jspecify.annotations.NullMarked;
