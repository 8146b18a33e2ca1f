/** Requests and replies without a servlet container. */
@NullMarked
package dev.hec.receiver.http;

import org.jspecify.annotations.NullMarked;
