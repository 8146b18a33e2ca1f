/** JMH benchmarks; each answers a question that a decision rests on. */
@NullMarked
package dev.hec.benchmarks;

import org.jspecify.annotations.NullMarked;
