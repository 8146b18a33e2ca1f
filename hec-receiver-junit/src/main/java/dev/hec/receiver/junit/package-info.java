/** An HTTP Event Collector inside a test: start with {@link dev.hec.receiver.junit.HecReceiver}. */
@NullMarked
package dev.hec.receiver.junit;

import org.jspecify.annotations.NullMarked;
