/** What it costs to bring events to another process, by appender, every one of them accounted for. */
@NullMarked
package dev.hec.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
