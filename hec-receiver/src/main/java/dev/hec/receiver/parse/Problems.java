package dev.hec.receiver.parse;

import java.util.List;

/** A definition cannot be used. The problems are sentences, each with its line, key and fix. */
final class Problems extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> all;

    Problems(List<String> all) {
        super(String.join("; ", all), null, false, false);
        this.all = List.copyOf(all);
    }

    Problems(int line, String problem) {
        this(List.of("line " + line + ": " + problem));
    }

    List<String> all() {
        return all;
    }
}
