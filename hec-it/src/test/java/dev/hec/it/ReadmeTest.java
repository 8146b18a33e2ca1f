package dev.hec.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show is what runs. */
class ReadmeTest {

    private static final Path ROOT = TestFiles.projectRoot();
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

    @Test
    void readme_xmlSnippets_areTheDemosConfiguration() throws IOException {
        Path resources = ROOT.resolve("examples/demo/src/main/resources");
        Matcher snippets = XML.matcher(Files.readString(ROOT.resolve("README.md")));

        assertThat(snippets.results().map(snippet -> snippet.group(1)))
                .containsExactly(
                        Files.readString(resources.resolve("logback.xml")),
                        Files.readString(resources.resolve("log4j2.xml")));
    }

    @Test
    void readme_testCommand_isWhatContinuousIntegrationRuns() throws IOException {
        assertThat(ROOT.resolve("README.md")).content().contains("**Run the tests**\n\n```sh\nmvn -B -ntp verify\n```");
        assertThat(ROOT.resolve(".ci/run")).content().contains("Run the tests");
    }

    @Test
    void contributing_namesEachTestThatAProfileMakesLong() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/contributing.md"));
        Pattern profile = Pattern.compile("<!-- mvn (\\w+ -P\\w+) .*-Dtest=([\\w,]+)");
        int profiles = 0;
        for (String module : List.of("hec-core", "hec-receiver", "hec-it")) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            for (Matcher found = profile.matcher(pom); found.find(); profiles++) {
                assertThat(document)
                        .containsPattern(found.group(1) + " -pl " + module + "[^`]* -Dtest=" + found.group(2) + "`");
            }
        }
        assertThat(profiles).isEqualTo(8);
    }

    @Test
    void documents_links_leadToFiles() throws IOException {
        List<Path> documents;
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            documents = Stream.concat(Stream.of(ROOT.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
        for (Path document : documents) {
            for (Matcher link = LINK.matcher(Files.readString(document)); link.find(); ) {
                assertThat(document.resolveSibling(link.group(1)))
                        .as(document + " links to " + link.group(1))
                        .exists();
            }
        }
    }
}
