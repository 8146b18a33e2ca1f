/** The clock as an argument, so that waiting can be tested without waiting. */
@NullMarked
package dev.hec.time;

import org.jspecify.annotations.NullMarked;
