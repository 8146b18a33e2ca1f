/** Compression of request bodies: the codings a collector accepts, in both directions. */
@NullMarked
package dev.hec.codec;

import org.jspecify.annotations.NullMarked;
