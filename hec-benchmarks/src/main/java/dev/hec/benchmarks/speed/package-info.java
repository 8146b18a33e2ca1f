/** How fast the receiver takes events in, indexes them and finds them, beside a minimal Lucene program. */
@NullMarked
package dev.hec.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
