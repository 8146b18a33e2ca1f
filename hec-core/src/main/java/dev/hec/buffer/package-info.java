/** From admission to settlement: the bounded buffer, its batches and the counts. */
@NullMarked
package dev.hec.buffer;

import org.jspecify.annotations.NullMarked;
