/** The durable record of what was accepted: append-only files. Knows events, batches and files, nothing else. */
@NullMarked
package dev.hec.receiver.journal;

import org.jspecify.annotations.NullMarked;
