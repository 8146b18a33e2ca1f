package dev.hec.receiver.parse;

import java.util.Map;

/** A request without bounds, which counts what it is asked for. */
final class TestScope implements Scope<RuntimeException> {

    long taken;
    int clashes;

    @Override
    public void take(long bytes) {
        taken += bytes;
    }

    @Override
    public void clash() {
        clashes++;
    }

    @Override
    public Map<String, Object> jsonObject(String text) {
        throw new UnsupportedOperationException("JSON is read by the endpoint; test it there");
    }
}
