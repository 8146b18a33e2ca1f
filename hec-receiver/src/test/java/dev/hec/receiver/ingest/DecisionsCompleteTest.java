package dev.hec.receiver.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Each number of the 40 decisions about the protocol is in the name of a test. That is all that is looked at here: what such a test
 * holds, its reader judges.
 */
class DecisionsCompleteTest {

    private static final Pattern NUMBERED = Pattern.compile("decision(\\d+)_\\w+_\\w+");

    @Test
    void decisions_fromOneToForty_allHaveATest() throws Exception {
        Class<?>[] classes = {
            DecisionsOfRequestsTest.class,
            DecisionsOfRepliesTest.class,
            DecisionsOfEnvelopesTest.class,
            DecisionsOfMetadataTest.class,
            DecisionsOfLinesTest.class,
            DecisionsOfAcksTest.class,
            Class.forName("dev.hec.receiver.server.DecisionsOverHttpTest"),
            Class.forName("dev.hec.receiver.server.DecisionsOfErrorsTest")
        };
        Set<Integer> numbers = new TreeSet<>();
        for (Class<?> tests : classes) {
            for (Method method : tests.getDeclaredMethods()) {
                Matcher name = NUMBERED.matcher(method.getName());
                boolean isTest =
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
                if (isTest && name.matches()) {
                    numbers.add(Integer.valueOf(name.group(1)));
                }
            }
        }

        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, 40).boxed().collect(Collectors.toSet()));
    }
}
