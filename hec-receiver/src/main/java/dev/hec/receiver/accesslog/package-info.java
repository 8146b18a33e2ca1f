/** One line for each request, written beside them. */
@NullMarked
package dev.hec.receiver.accesslog;

import org.jspecify.annotations.NullMarked;
