/**
 * Parsers: definitions that make fields and a time out of a line of text. Knows neither HTTP nor storage.
 *
 * <p>{@link dev.hec.receiver.parse.Parsers} holds the definitions, {@link dev.hec.receiver.parse.Parsing} applies them to the
 * lines of one request.
 */
@NullMarked
package dev.hec.receiver.parse;

import org.jspecify.annotations.NullMarked;
