/** Examines the way to a collector, step by step, for people: {@code java -jar hec-core.jar doctor}. */
@NullMarked
package dev.hec.doctor;

import org.jspecify.annotations.NullMarked;
