/** From a cut batch to its settlement: compression, pacing, attempts, outcomes, retries. */
@NullMarked
package dev.hec.delivery;

import org.jspecify.annotations.NullMarked;
