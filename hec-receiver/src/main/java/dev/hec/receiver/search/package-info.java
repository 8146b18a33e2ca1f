/** The search API; knows the query language and the store, not the container. */
@NullMarked
package dev.hec.receiver.search;

import org.jspecify.annotations.NullMarked;
