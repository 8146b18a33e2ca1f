/** Channels and acknowledgements: a sender asks later whether what it sent is stored. */
@NullMarked
package dev.hec.receiver.ack;

import org.jspecify.annotations.NullMarked;
