package dev.hec.receiver.access;

import dev.hec.receiver.config.Setting;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a definition of an entry of a tokens file, and tells what is wrong with it. Confined to one entry.
 *
 * <p>Like {@link TokensFile} it never repeats a value.
 */
final class TokenEntry {

    static final List<String> KEYS = List.of(
            "name",
            "hash",
            "token",
            "rights",
            "expires",
            "disabled",
            "host",
            "source",
            "sourcetype",
            "index",
            "indexes",
            "ack",
            "query-token",
            "owner",
            "requests-per-second",
            "bytes-per-second");

    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}][\\p{Alnum}._-]{0,63}");
    private static final int LONGEST = 255;

    private final EntryText entry;
    private final Problems problems;
    private boolean sound = true;

    /** Takes what is wrong. */
    @FunctionalInterface
    interface Problems {

        void add(int line, String problem);
    }

    TokenEntry(EntryText entry, Problems problems) {
        this.entry = entry;
        this.problems = problems;
    }

    /** The definition; null if it cannot be used, and the problems were told. */
    @Nullable
    TokenDefinition definition() {
        entry.values().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                problem(value.line(), "a key is none of " + String.join(", ", KEYS));
            }
        });
        String name = parsed("name", TokenEntry::name);
        if (entry.value("name") == null) {
            problem(entry.line(), "name is missing; it calls the token in logs");
        }
        TokenHash hash = hash();
        Set<String> indexes = indexes();
        EventDefaults defaults = new EventDefaults(
                parsed("host", TokenEntry::metadata),
                parsed("source", TokenEntry::metadata),
                parsed("sourcetype", TokenEntry::metadata),
                index(indexes));
        Rights rights = parsed("rights", TokenEntry::rights);
        Boolean disabled = parsed("disabled", TokenEntry::yes);
        Instant expires = parsed("expires", TokenEntry::instant);
        Boolean ack = parsed("ack", TokenEntry::yes);
        Boolean queryToken = parsed("query-token", TokenEntry::yes);
        String owner = parsed("owner", TokenEntry::name);
        Integer requests = parsed("requests-per-second", quiet(Setting.REQUESTS_PER_SECOND, "0 to 1000000"));
        Long bytes = parsed("bytes-per-second", quiet(Setting.BYTES_PER_SECOND, "such as 500MB or 1048576"));
        if (!sound || name == null || hash == null) {
            return null;
        }
        return TokenDefinition.named(name, hash)
                .rights(rights == null ? Rights.WRITE : rights)
                .disabled(disabled != null && disabled)
                .expires(expires)
                .defaults(defaults)
                .indexes(indexes)
                .ack(ack != null && ack)
                .queryToken(queryToken != null && queryToken)
                .owner(owner == null ? name : owner)
                .requestsPerSecond(requests)
                .bytesPerSecond(bytes)
                .build();
    }

    private @Nullable TokenHash hash() {
        if ((entry.value("hash") == null) == (entry.value("token") == null)) {
            problem(
                    entry.line(),
                    "either hash or token is needed; java -jar hec-receiver.war --hash-token prints the hash of a token");
            return null;
        }
        TokenHash hash = parsed("hash", TokenHash::parse);
        return hash != null ? hash : parsed("token", text -> TokenHash.of(bare(text)));
    }

    /** A text with characters that no header can carry is no token. */
    private static String bare(String text) {
        return quiet(Setting.TOKEN, "of visible ASCII without spaces").apply(text);
    }

    private Set<String> indexes() {
        EntryText.Value value = entry.value("indexes");
        if (value == null) {
            return Set.of();
        }
        Set<String> indexes = new LinkedHashSet<>();
        for (String text : value.texts()) {
            if (text.isEmpty() || text.length() > LONGEST) {
                problem(value.line(), "indexes has a name that is empty or longer than " + LONGEST + " characters");
            }
            indexes.add(text);
        }
        if (indexes.isEmpty()) {
            problem(value.line(), "indexes is empty; name some, or remove it to allow all");
        }
        return indexes;
    }

    /** Where indexes are limited, events that name none go to the first, unless index says another. */
    private @Nullable String index(Set<String> indexes) {
        String index = parsed("index", TokenEntry::metadata);
        if (indexes.isEmpty()) {
            return index;
        }
        if (index == null) {
            return indexes.iterator().next();
        }
        if (!indexes.contains(index)) {
            problem(entry.line(), "index is none of indexes; add it there, or choose another");
        }
        return index;
    }

    private <T> @Nullable T parsed(String key, Function<String, T> parser) {
        EntryText.Value value = entry.value(key);
        if (value == null || (!value.list() && value.texts().isEmpty())) {
            return null;
        }
        if (value.list()) {
            problem(value.line(), key + " is a list; write one value");
            return null;
        }
        try {
            return parser.apply(value.texts().get(0));
        } catch (IllegalArgumentException e) {
            problem(value.line(), key + " " + e.getMessage());
            return null;
        }
    }

    private void problem(int line, String problem) {
        sound = false;
        problems.add(line, problem);
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("is not 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        return text;
    }

    private static String metadata(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("is empty or longer than " + LONGEST + " characters");
        }
        return text;
    }

    private static Rights rights(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "write" -> Rights.WRITE;
            case "read" -> Rights.READ;
            case "both" -> Rights.BOTH;
            default -> throw new IllegalArgumentException("is none of write, read and both");
        };
    }

    private static Boolean yes(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is no instant such as 2027-01-31T00:00:00Z");
        }
    }

    /** The parser of a setting, without its message where that shows the value. */
    private static <T> Function<String, T> quiet(Setting<T> setting, String range) {
        return text -> {
            try {
                return setting.parser().apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not what it should be: " + range, e);
            }
        };
    }
}
