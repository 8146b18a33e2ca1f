package dev.hec.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one run of the doctor printed, and how it ended; proven to hold none of the test's secrets. Immutable. */
record Examination(int exitCode, String printed) {

    static final String TOKEN = "s3cr3t-token-of-the-test";

    /** The password of the test's user {@code alice} of proxies. */
    static final String PROXY_PASSWORD = "pr0xy-s3cr3t";

    private static final String BASIC_TOKEN = "eDpzM2NyM3QtdG9rZW4tb2YtdGhlLXRlc3Q=";

    /** Value of the header with which alice shows her password. */
    static final String PROXY_AUTHORIZATION = "Basic YWxpY2U6cHIweHktczNjcjN0";

    /** Runs a command line as it is. */
    static Examination run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = DoctorCommand.run(words, print, print);
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(printed).doesNotContain(TOKEN, BASIC_TOKEN, PROXY_PASSWORD, PROXY_AUTHORIZATION.substring(6));
        return new Examination(code, printed);
    }

    /**
     * Examines an address with the test's token, given by a file.
     *
     * @param directory for that file
     */
    static Examination of(Path directory, String url, String... further) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), TOKEN);
        List<String> words = new ArrayList<>(List.of("doctor", "--url", url, "--token-file", file.toString()));
        words.addAll(List.of(further));
        return run(words.toArray(String[]::new));
    }
}
