/** The Log4j2 appender. Start at {@link dev.hec.log4j2.HecAppender}. */
@NullMarked
package dev.hec.log4j2;

import org.jspecify.annotations.NullMarked;
