/**
 * The HEC protocol: from a request to stored events and the reply, without a container.
 *
 * <p>{@link dev.hec.receiver.ingest.IngestHandler} holds the order of the steps; each step is a class of its own.
 */
@NullMarked
package dev.hec.receiver.ingest;

import org.jspecify.annotations.NullMarked;
