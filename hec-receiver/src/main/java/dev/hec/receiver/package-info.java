/** The receiver put together, without a container. */
@NullMarked
package dev.hec.receiver;

import org.jspecify.annotations.NullMarked;
