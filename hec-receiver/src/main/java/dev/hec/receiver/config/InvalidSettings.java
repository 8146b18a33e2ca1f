package dev.hec.receiver.config;

import java.util.List;

/** The settings cannot work. The message has one line for each problem. */
public final class InvalidSettings extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** With all problems that were found. */
    public InvalidSettings(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, each a sentence that names the setting. */
    public List<String> problems() {
        return problems;
    }
}
