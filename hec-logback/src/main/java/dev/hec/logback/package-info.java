/** The Logback appender. Start at {@link dev.hec.logback.HecAppender}. */
@NullMarked
package dev.hec.logback;

import org.jspecify.annotations.NullMarked;
