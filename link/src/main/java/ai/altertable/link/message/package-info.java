/// Between the words of the fleet and the messages of the contract.
@NullMarked
package ai.altertable.link.message;

import org.jspecify.annotations.NullMarked;
