/** One attempt to send a payload: HTTP, TLS, proxies, addresses. No retry and no policy. */
@NullMarked
package dev.hec.transport;

import org.jspecify.annotations.NullMarked;
