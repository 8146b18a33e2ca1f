/** Batches in memory-mapped files, which survive the death of the process and are adopted by the next one. */
@NullMarked
package dev.hec.spool;

import org.jspecify.annotations.NullMarked;
