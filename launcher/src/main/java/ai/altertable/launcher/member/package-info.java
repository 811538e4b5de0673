/// What processes that somebody starts themselves have in common: each enrols once, and keeps its
/// identity in a directory of its own.
@NullMarked
package ai.altertable.launcher.member;

import org.jspecify.annotations.NullMarked;
