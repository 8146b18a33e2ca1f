package dev.hec.spool;

import dev.hec.buffer.BatchId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the files in a spool directory: {@code <client>-<instance>-<number>.spool} for batches, {@code
 * <client>-<instance>.lock} for the sign that the instance lives. Pure.
 */
final class SpoolNames {

    private static final String SPOOL = ".spool";
    private static final Pattern FILE = Pattern.compile("(.+)-(\\p{XDigit}{16})(?:-\\d+\\.spool|\\.lock)");

    /** What a file name says. */
    record Parsed(String client, String instance, boolean batch) {}

    private SpoolNames() {}

    /** The name of a client as part of a file name; every other character is written as its code. */
    static String client(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-')) {
                safe.appendCodePoint(c);
            } else {
                safe.append('_').append(Integer.toHexString(c)).append('_');
            }
        });
        return safe.isEmpty() ? "_" : safe.toString();
    }

    static String batch(String client, long instance, int number) {
        return client + "-" + BatchId.instanceText(instance) + "-" + number + SPOOL;
    }

    static String lock(String client, String instance) {
        return client + "-" + instance + ".lock";
    }

    static Optional<Parsed> parse(String fileName) {
        Matcher matcher = FILE.matcher(fileName);
        return matcher.matches()
                ? Optional.of(new Parsed(matcher.group(1), matcher.group(2), fileName.endsWith(SPOOL)))
                : Optional.empty();
    }
}
