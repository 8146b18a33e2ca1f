/** A small HTTP server on plain sockets, for tests of senders: it can break a connection at any moment. */
@NullMarked
package dev.hec.receiver.wire;

import org.jspecify.annotations.NullMarked;
