/** Faults on demand, for tests of senders: scripts that say which requests fail how. */
@NullMarked
package dev.hec.receiver.fault;

import org.jspecify.annotations.NullMarked;
