/** Events that will never be delivered, kept in files that people can read. */
@NullMarked
package dev.hec.deadletter;

import org.jspecify.annotations.NullMarked;
