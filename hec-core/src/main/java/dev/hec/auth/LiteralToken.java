package dev.hec.auth;

/** A token written into the configuration. Immutable. */
final class LiteralToken implements TokenSource {

    private final String text;

    LiteralToken(String text) {
        this.text = text;
    }

    @Override
    public String origin() {
        return "the setting token";
    }

    @Override
    public String read() {
        return TokenText.checked(origin(), text);
    }
}
