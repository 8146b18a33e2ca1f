package dev.hec.receiver.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines that match an expression; of several the first that matches counts. Immutable and thread-safe. */
final class PatternLines implements Extraction {

    private final List<Expression> expressions;

    PatternLines(List<Expression> expressions) {
        this.expressions = List.copyOf(expressions);
    }

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        if (line.length() > SafePattern.LONGEST_TEXT) {
            return "longer than " + SafePattern.LONGEST_TEXT + " characters";
        }
        for (Expression expression : expressions) {
            if (expression.extract(line, into)) {
                return null;
            }
        }
        return "the pattern does not match";
    }
}
