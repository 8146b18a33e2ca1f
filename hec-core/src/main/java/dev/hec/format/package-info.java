/** The wire format of the HTTP Event Collector, shared by client and receiver. */
@NullMarked
package dev.hec.format;

import org.jspecify.annotations.NullMarked;
