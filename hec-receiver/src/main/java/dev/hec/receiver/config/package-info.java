/** The receiver's settings: one table, read from text once, all problems reported together. */
@NullMarked
package dev.hec.receiver.config;

import org.jspecify.annotations.NullMarked;
