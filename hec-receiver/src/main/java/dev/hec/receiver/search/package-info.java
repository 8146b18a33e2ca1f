/** The query language and the search API; knows the store, not the container. */
@NullMarked
package dev.hec.receiver.search;

import org.jspecify.annotations.NullMarked;
