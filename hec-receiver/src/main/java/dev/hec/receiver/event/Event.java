package dev.hec.receiver.event;

import java.util.Map;

/**
 * One event as it is stored, searched and shown: flat, under the names users see. Immutable once built.
 *
 * @param timestampNanos nanoseconds since the epoch, UTC; shown as {@code timestamp}
 * @param fields names in dot notation ({@code message}, {@code serverHost}, {@code parser}, {@code source}, {@code index},
 *     {@code host.ip}, …) to values: {@code String}, {@code Boolean}, {@code Long}, {@code java.math.BigInteger},
 *     {@code java.math.BigDecimal}, or a {@code java.util.List} of these; iteration order is the order of arrival.
 *     A field called {@code timestamp} is kept as {@code event.timestamp}, for that name is taken
 */
public record Event(long timestampNanos, Map<String, Object> fields) {}
