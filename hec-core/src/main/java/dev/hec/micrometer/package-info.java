/** A client's counts for Micrometer. Start at {@link dev.hec.micrometer.HecMetrics}; needs {@code micrometer-core}. */
@NullMarked
package dev.hec.micrometer;

import org.jspecify.annotations.NullMarked;
