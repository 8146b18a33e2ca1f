package dev.hec.receiver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hec.receiver.config.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensFileTest {

    private static final String ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String START = "tokens:\n  - name: a\n    hash: " + ABC + "\n";

    @TempDir
    private Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private List<TokenDefinition> read(String yaml) throws Exception {
        return TokensFile.read(file("tokens.yaml", yaml));
    }

    private List<String> problems(String yaml) throws Exception {
        Path file = file("tokens.yaml", yaml);
        InvalidSettings invalid = catchThrowableOfType(InvalidSettings.class, () -> TokensFile.read(file));
        return invalid.problems().stream()
                .map(problem -> problem.replace(" of the tokens file " + file, ""))
                .toList();
    }

    @Test
    void file_thatIsADirectory_isNamedWithTheReason() {
        assertThatThrownBy(() -> TokensFile.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("the tokens file " + directory + " cannot be read: Is a directory");
    }

    @Test
    void document_itsExamples_areTokensFiles() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "tokens.md"));
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(document);
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(yaml.find()).isTrue();
        assertThat(json.find()).isTrue();

        assertThat(TokensFile.read(file("t.yaml", yaml.group(1))))
                .extracting(TokenDefinition::name)
                .containsExactly("shop", "shop-next", "firewall", "legacy", "grafana");
        assertThat(TokensFile.read(file("t.json", json.group(1)))).hasSize(1);
    }

    @Test
    void entry_withEverything_isUnderstood() throws Exception {
        TokenDefinition token = read(START + """
                    rights: Both
                    expires: 2027-01-31T00:00:00+01:00
                    disabled: true
                    host: h
                    source: 0123
                    sourcetype: logfmt
                    index: i2
                    indexes: [i1, i2]
                    ack: true
                    query-token: true
                    owner: team
                    requests-per-second: 5000
                    bytes-per-second: 500MB
                """).get(0);

        assertThat(token)
                .isEqualTo(TokenDefinition.named("a", TokenHash.of("abc"))
                        .rights(Rights.BOTH)
                        .expires(Instant.parse("2027-01-30T23:00:00Z"))
                        .disabled(true)
                        .defaults(new EventDefaults("h", "0123", "logfmt", "i2"))
                        .indexes(Set.of("i1", "i2"))
                        .ack(true)
                        .queryToken(true)
                        .owner("team")
                        .requestsPerSecond(5000)
                        .bytesPerSecond(500_000_000L)
                        .build());
    }

    @Test
    void entry_withTheLeast_maySendAndOwnsItself() throws Exception {
        assertThat(read(START))
                .containsExactly(TokenDefinition.named("a", TokenHash.of("abc")).build());
    }

    @Test
    void entry_withIndexesOnly_sendsToTheFirst() throws Exception {
        assertThat(read(START + "    indexes: [z, a]\n").get(0).defaults().index())
                .isEqualTo("z");
    }

    @Test
    void entry_withATokenInPlain_isTakenAsWritten() throws Exception {
        assertThat(read("tokens:\n  - {name: a, token: 0012}\n").get(0).hash()).isEqualTo(TokenHash.of("0012"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rights: all              | rights is none of write, read and both",
                "expires: tomorrow        | expires is no instant such as 2027-01-31T00:00:00Z",
                "disabled: yes please     | disabled is neither true nor false",
                "name: [b]                | name is there twice in one entry; keep one",
                "host: {a: b}             | host is a map, or a list in a list, where a text belongs",
                "indexes: []              | indexes is empty; name some, or remove it to allow all",
                "owner: a b               | owner is not 1 to 64 letters, digits, dots, hyphens or underscores",
                "requests-per-second: -1  | requests-per-second is not what it should be: 0 to 1000000",
                "bytes-per-second: much   | bytes-per-second is not what it should be: such as 500MB or 1048576",
                "source: [a, b]           | source is a list; write one value",
                "source: *x               | source is an alias, which is not understood; write the value itself",
            })
    void entry_withSomethingWrong_isToldByLine(String line, String problem) throws Exception {
        assertThat(problems(START + "    " + line + "\n")).contains("line 4: " + problem);
    }

    @Test
    void entries_withSeveralProblems_areAllTold() throws Exception {
        assertThat(problems("""
                tokens:
                  - hash: geheim
                  - name: b
                  - name: c
                    token: geheim
                    hash: %s
                  - geheim
                  - name: d
                    hash: %s
                    geheim: 1
                    indexes: [x]
                    index: y
                """.formatted(ABC, ABC)))
                .containsExactlyInAnyOrder(
                        "line 7: an entry is no map of keys and values; write at least name and hash",
                        "line 2: name is missing; it calls the token in logs",
                        "line 2: hash is not sha256: and 64 hexadecimal digits; java -jar hec-receiver.war --hash-token prints it",
                        "line 3: either hash or token is needed; java -jar hec-receiver.war --hash-token prints the hash of a token",
                        "line 4: either hash or token is needed; java -jar hec-receiver.war --hash-token prints the hash of a token",
                        "line 10: a key is none of name, hash, token, rights, expires, disabled, host, source, sourcetype, index,"
                                + " indexes, ack, query-token, owner, requests-per-second, bytes-per-second",
                        "line 8: index is none of indexes; add it there, or choose another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geheim",
                "geheim: [",
                "tokens: geheim",
                "tokens:\n  - {name: geheim, hash: [[geheim]]}",
                "tokens:\n  - name: 'geheim geheim'\n    token: geheim",
                "tokens:\n\t- geheim",
                "tokens:\n  - name: a\n    token: \"geh\\eim\"",
                "tokens:\n  - name: a\n    token: geheim mit leerzeichen",
                "tokens:\n  - name: a\n    hash: &geheim x\n    source: *geheim",
                "tokens: []\ngeheim: x",
                "tokens: [{name: a, token: geheim}]\n---\ngeheim"
            })
    void file_thatIsWrong_isNeverShown(String yaml) throws Exception {
        assertThat(problems(yaml)).isNotEmpty().noneMatch(problem -> problem.contains("geheim"));
    }

    @Test
    void json_thatIsWrong_isNotShownEither() throws Exception {
        Path file = file("tokens.json", "{\"tokens\": [{\"name\": \"a\",\n \"token\": geheim}]}");

        assertThatThrownBy(() -> TokensFile.read(file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("line 2 of the tokens file " + file
                        + ": this is no JSON; look for a missing comma, quote or bracket");
    }

    @Test
    void file_ofHalfItsBytes_isNeverAShorterListInJson() throws Exception {
        String json = "{\"tokens\":[{\"name\":\"a\",\"token\":\"x\"},{\"name\":\"b\",\"token\":\"y\"}]}";
        for (int length = 0; length < json.length(); length++) {
            Path file = file("tokens.json", json.substring(0, length));
            assertThatThrownBy(() -> TokensFile.read(file)).isInstanceOf(InvalidSettings.class);
        }
    }

    @Test
    void file_thatIsEmptyTooLargeOrNoText_isAProblem() throws Exception {
        Path large = Files.write(directory.resolve("large"), new byte[5 * 1024 * 1024]);
        Path latin = Files.write(directory.resolve("latin"), new byte[] {(byte) 0xe4});

        assertThat(problems("")).singleElement().asString().contains("begin with tokens:");
        assertThat(problems("- name: a\n"))
                .containsExactly("line 1: the file is a list by itself; write tokens: on a line above it");
        assertThat(problems("tokens: []")).singleElement().asString().contains("defines no token");
        assertThatThrownBy(() -> TokensFile.read(large)).hasMessageContaining("make it smaller");
        assertThatThrownBy(() -> TokensFile.read(latin)).hasMessageContaining("not UTF-8");
    }
}
