package dev.hec.receiver.parse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a parser made of a line.
 *
 * @param fields the fields of the event, {@code message} among them; the caller's to change
 * @param timeNanos the time that the line tells, in nanoseconds since the epoch; null if it tells none
 */
public record Parsed(Map<String, Object> fields, @Nullable Long timeNanos) {}
