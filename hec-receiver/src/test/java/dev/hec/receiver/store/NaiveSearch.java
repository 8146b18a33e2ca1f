package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import dev.hec.receiver.query.Decimals;
import dev.hec.receiver.query.Query;
import dev.hec.receiver.query.Wildcard;
import dev.hec.receiver.query.Words;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the query language means, said once more without an index. */
final class NaiveSearch {

    private NaiveSearch() {}

    static boolean matches(Query query, Event event) {
        if (query instanceof Query.And and) {
            return and.parts().stream().allMatch(part -> matches(part, event));
        }
        if (query instanceof Query.Or or) {
            return or.parts().stream().anyMatch(part -> matches(part, event));
        }
        if (query instanceof Query.Not not) {
            return !matches(not.part(), event);
        }
        if (query instanceof Query.Exists exists) {
            return event.fields().containsKey(exists.field());
        }
        if (query instanceof Query.TextEqual equal) {
            return any(event, equal.field(), value -> value.toString().equals(equal.value()));
        }
        if (query instanceof Query.Like like) {
            Predicate<String> pattern = pattern(like.pattern());
            return any(event, like.field(), value -> pattern.test(value.toString()));
        }
        if (query instanceof Query.NumberEqual equal) {
            return anyNumber(event, equal.field(), number -> number.compareTo(equal.value()) == 0);
        }
        if (query instanceof Query.Compare compare) {
            return anyNumber(event, compare.field(), number -> holds(compare, number));
        }
        if (query instanceof Query.Phrase phrase) {
            return any(
                    event,
                    phrase.field(),
                    value -> Collections.indexOfSubList(Words.of(value.toString()), phrase.words()) >= 0);
        }
        if (query instanceof Query.WordLike like) {
            Predicate<String> pattern = pattern(like.pattern());
            return any(
                    event,
                    like.field(),
                    value -> Words.of(value.toString()).stream().anyMatch(pattern));
        }
        return true;
    }

    private static boolean holds(Query.Compare compare, BigDecimal number) {
        int order = number.compareTo(compare.bound());
        return switch (compare.comparison()) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static boolean any(Event event, String field, Predicate<Object> test) {
        return values(event, field).anyMatch(test);
    }

    private static boolean anyNumber(Event event, String field, Predicate<BigDecimal> test) {
        return values(event, field)
                .map(value -> value instanceof Boolean ? null : Decimals.parse(value.toString()))
                .filter(Objects::nonNull)
                .anyMatch(test);
    }

    private static Stream<Object> values(Event event, String field) {
        Collection<Object> chosen = field == null
                ? event.fields().values()
                : event.fields().containsKey(field) ? List.of(event.fields().get(field)) : List.of();
        return chosen.stream().flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value));
    }

    private static Predicate<String> pattern(Wildcard wildcard) {
        String regex = wildcard.pieces().stream().map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }
}
