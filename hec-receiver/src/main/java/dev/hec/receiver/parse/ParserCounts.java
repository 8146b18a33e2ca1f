package dev.hec.receiver.parse;

/**
 * What a parser did since the start of the receiver. Immutable.
 *
 * @param parsed lines it made fields of
 * @param failed lines it did not match, which were stored whole with {@code parserError}
 */
public record ParserCounts(long parsed, long failed) {}
