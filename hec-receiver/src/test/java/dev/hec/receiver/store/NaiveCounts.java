package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.query.Decimals;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What counting events means, said once more without an index. */
final class NaiveCounts {

    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private NaiveCounts() {}

    static List<Event> found(List<Event> arrived, Scope scope) {
        return arrived.stream()
                .filter(event -> event.timestampNanos() >= scope.fromNanos()
                        && (!scope.hasTo() || event.timestampNanos() < scope.toNanos())
                        && NaiveSearch.matches(scope.query(), event))
                .toList();
    }

    static Values values(List<Event> found, String field, int limit) {
        Map<String, Long> counts = new HashMap<>();
        found.forEach(event -> texts(event, field).forEach(text -> counts.merge(text, 1L, Long::sum)));
        List<Values.Value> top = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(BY_BYTES)))
                .limit(limit)
                .map(entry -> new Values.Value(entry.getKey(), false, entry.getValue()))
                .toList();
        Set<String> shown = top.stream().map(Values.Value::text).collect(Collectors.toSet());
        List<Event> present = found.stream()
                .filter(event -> event.fields().containsKey(field))
                .toList();
        long other = present.stream()
                .filter(event -> texts(event, field).stream().noneMatch(shown::contains))
                .count();
        return new Values(found.size(), present.size(), top, other, true, 0);
    }

    /** @param arrived all events, for the kind of a field is that of all its values */
    static Fields fields(List<Event> arrived, List<Event> found, int limit) {
        Map<String, Long> counts = new HashMap<>();
        found.forEach(event -> event.fields().keySet().forEach(name -> counts.merge(name, 1L, Long::sum)));
        List<Fields.Field> fields = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8).length)
                        .thenComparing(Map.Entry.comparingByKey(BY_BYTES)))
                .map(entry -> new Fields.Field(entry.getKey(), entry.getValue(), kind(arrived, entry.getKey())))
                .toList();
        return new Fields(
                found.size(), fields.subList(0, Math.min(limit, fields.size())), fields.size() > limit, true, 0);
    }

    private static Fields.Kind kind(List<Event> arrived, String field) {
        Set<Boolean> numbers = arrived.stream()
                .flatMap(event -> texts(event, field).stream())
                .map(text -> Decimals.parse(text) != null)
                .collect(Collectors.toSet());
        if (numbers.size() == 2) {
            return Fields.Kind.MIXED;
        }
        return numbers.contains(true) ? Fields.Kind.NUMBER : Fields.Kind.TEXT;
    }

    /** With whole numbers of any size instead of arithmetic modulo 2^64; for intervals that are no whole weeks. */
    static Histogram histogram(List<Event> found, Scope scope, Interval interval, String by, int values) {
        List<Long> times = found.stream().map(Event::timestampNanos).toList();
        if (scope.isEmpty() || times.isEmpty() && !(scope.hasFrom() && scope.hasTo())) {
            return new Histogram(0, 0, null, List.of(), by == null ? null : values(found, by, values));
        }
        long first = scope.hasFrom()
                ? scope.fromNanos()
                : times.stream().mapToLong(t -> t).min().orElseThrow();
        long last = scope.hasTo()
                ? scope.toNanos() - 1
                : times.stream().mapToLong(t -> t).max().orElseThrow();
        Values top = by == null ? null : values(found, by, values);
        List<Histogram.Bucket> buckets = new ArrayList<>();
        BigInteger length = BigInteger.valueOf(interval.nanos());
        BigInteger start =
                BigInteger.valueOf(first).subtract(BigInteger.valueOf(first).mod(length));
        for (; start.compareTo(BigInteger.valueOf(last)) <= 0; start = start.add(length)) {
            long from = clamp(start, scope.hasFrom() ? scope.fromNanos() : Long.MIN_VALUE, Long.MAX_VALUE);
            long to = clamp(start.add(length), Long.MIN_VALUE, scope.hasTo() ? scope.toNanos() : Long.MAX_VALUE);
            List<Event> inside = found.stream()
                    .filter(event -> event.timestampNanos() >= from && event.timestampNanos() < to)
                    .toList();
            List<Long> each = new ArrayList<>();
            long other = inside.size();
            if (top != null) {
                top.values()
                        .forEach(value -> each.add(inside.stream()
                                .filter(event -> texts(event, by).contains(value.text()))
                                .count()));
                other = inside.stream()
                        .filter(event -> top.values().stream()
                                .noneMatch(value -> texts(event, by).contains(value.text())))
                        .count();
            }
            buckets.add(new Histogram.Bucket(from, to, inside.size(), each, other));
        }
        return new Histogram(found.size(), 0, interval, buckets, top);
    }

    private static long clamp(BigInteger value, long least, long most) {
        return value.max(BigInteger.valueOf(least))
                .min(BigInteger.valueOf(most))
                .longValueExact();
    }

    private static Set<String> texts(Event event, String field) {
        Object value = event.fields().get(field);
        Stream<?> values =
                value == null ? Stream.of() : value instanceof List<?> list ? list.stream() : Stream.of(value);
        return values.map(Object::toString).collect(Collectors.toSet());
    }
}
