/** What the receiver counts and measures, as one table that is shown as Prometheus text and in JMX. */
@NullMarked
package dev.hec.receiver.metrics;

import org.jspecify.annotations.NullMarked;
