/** The page for people: static files that use the search API. */
@NullMarked
package dev.hec.receiver.page;

import org.jspecify.annotations.NullMarked;
