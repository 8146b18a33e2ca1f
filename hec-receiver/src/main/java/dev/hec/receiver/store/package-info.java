/** The searchable store: what the journal made durable, indexed with Lucene. */
@NullMarked
package dev.hec.receiver.store;

import org.jspecify.annotations.NullMarked;
