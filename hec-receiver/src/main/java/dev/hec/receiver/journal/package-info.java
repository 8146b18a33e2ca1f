/** The durable record of what was accepted: append-only segment files. Knows events and files, nothing else. */
@NullMarked
package dev.hec.receiver.journal;

import org.jspecify.annotations.NullMarked;
