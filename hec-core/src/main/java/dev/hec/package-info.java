/** The client that appenders are built on. Start at {@link dev.hec.HecClient}. */
@NullMarked
package dev.hec;

import org.jspecify.annotations.NullMarked;
