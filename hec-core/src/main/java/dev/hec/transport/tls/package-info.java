/** What a collector must show to be trusted, and what this client shows of itself. Knows no HTTP. */
@NullMarked
package dev.hec.transport.tls;

import org.jspecify.annotations.NullMarked;
