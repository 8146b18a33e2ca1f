/** The token of a client: where it comes from, and the header made from it. */
@NullMarked
package dev.hec.auth;

import org.jspecify.annotations.NullMarked;
