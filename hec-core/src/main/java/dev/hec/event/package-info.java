/**
 * What a log event looks like once it is JSON: names, context, throwables, and who gives way when two want one name. For
 * adapters of logging frameworks; start at {@link dev.hec.event.EventShape}.
 */
@NullMarked
package dev.hec.event;

import org.jspecify.annotations.NullMarked;
