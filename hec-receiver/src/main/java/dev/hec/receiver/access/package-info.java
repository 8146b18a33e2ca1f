/**
 * Who may do what: tokens, what they stand for, and how much their owners may send. Knows HTTP's headers, but neither a container
 * nor what is in a body.
 *
 * <p>{@link dev.hec.receiver.access.Tokens} decides about a request and names its
 * {@link dev.hec.receiver.access.Sender}.
 */
@NullMarked
package dev.hec.receiver.access;

import org.jspecify.annotations.NullMarked;
