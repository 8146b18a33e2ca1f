package dev.hec.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes text from the network fit to print: one line, not long, nothing that a terminal would obey, and none of our secrets,
 * which a server may have repeated. Immutable.
 */
final class Redaction {

    private static final int MAX_CHARS = 200;
    private static final int MAX_SENTENCE_CHARS = 2_000;

    private final List<String> secrets;

    /** Hides these, whatever their length. */
    Redaction(Stream<String> secrets) {
        // The longest first: a secret may be part of another.
        this.secrets = secrets.filter(secret -> !secret.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What others wrote. */
    String clean(String foreign) {
        return clean(foreign, MAX_CHARS);
    }

    /** What we wrote ourselves, with words of others in it. */
    String sentence(String own) {
        return clean(own, MAX_SENTENCE_CHARS);
    }

    private String clean(String dirty, int maxChars) {
        String text = dirty;
        for (String secret : secrets) {
            text = text.replace(secret, "****");
        }
        text = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
        return text.length() > maxChars ? text.substring(0, maxChars) + "..." : text;
    }
}
