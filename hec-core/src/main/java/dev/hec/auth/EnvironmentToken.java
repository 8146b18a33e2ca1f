package dev.hec.auth;

import org.jspecify.annotations.Nullable;

/** A token in an environment variable, which stays the same as long as the process lives. Immutable. */
final class EnvironmentToken implements TokenSource {

    private final String variable;
    private final Environment environment;

    /** Looks an environment variable up. */
    @FunctionalInterface
    interface Environment {
        @Nullable
        String get(String variable);
    }

    EnvironmentToken(String variable, Environment environment) {
        this.variable = variable;
        this.environment = environment;
    }

    @Override
    public String origin() {
        return "the environment variable " + variable + " (tokenEnv)";
    }

    @Override
    public String read() {
        String text = environment.get(variable);
        if (text == null) {
            throw new TokenException(
                    origin() + " is not set; set it in the environment of the application, or correct tokenEnv", null);
        }
        return TokenText.checked(origin(), text);
    }
}
