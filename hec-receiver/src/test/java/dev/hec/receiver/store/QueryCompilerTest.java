package dev.hec.receiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hec.receiver.query.QueryParser;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueryCompilerTest {

    @Test
    @Timeout(60)
    void compile_longestPatterns_stayWithinTheEffort() {
        Random random = new Random(7);
        for (String alphabet : new String[] {"a", "ab", "aab", "日志", "\ud83d\ude00"}) {
            for (int stars = 1; stars <= QueryParser.MAX_STARS; stars++) {
                StringBuilder pattern = new StringBuilder("*");
                int pieceLength = (QueryParser.MAX_WILDCARD - stars) / stars;
                for (int s = 1; s < stars || pattern.length() == 1; s++) {
                    int repeats = pieceLength / alphabet.length();
                    for (int i = 0; i < repeats; i++) {
                        pattern.append(random.nextInt(5) == 0 && alphabet.length() > 1 ? "a" : alphabet);
                    }
                    pattern.append(s < stars - 1 ? "*" : "");
                }
                String text = pattern.substring(0, Math.min(pattern.length(), QueryParser.MAX_WILDCARD));

                assertThat(QueryCompiler.compile(Events.parse("f=" + text))).isNotNull();
            }
        }
    }
}
