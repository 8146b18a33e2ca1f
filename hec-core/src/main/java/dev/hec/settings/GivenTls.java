package dev.hec.settings;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What cannot go together with a TLS context that is made elsewhere. Pure. */
final class GivenTls {

    private static final List<Setting<?>> INSTEAD = List.of(
            HecSetting.TLS_TRUST, HecSetting.TLS_TRUST_PASSWORD, HecSetting.TLS_KEY, HecSetting.TLS_KEY_PASSWORD);

    private GivenTls() {}

    /**
     * Looks for settings that the context leaves no room for.
     *
     * @param origin what gives the context, in the user's words; null if there is none
     * @param given names of the settings that have a text
     * @param problem told of each
     */
    static void check(@Nullable String origin, Set<String> given, Consumer<String> problem) {
        if (origin == null) {
            return;
        }
        List<String> both = Stream.concat(
                        Stream.of(origin), INSTEAD.stream().map(Setting::name).filter(given::contains))
                .toList();
        if (both.size() > 1) {
            problem.accept(String.join(" and ", both) + " are both given; keep " + origin + " or the settings");
        }
        if (given.contains(HecSetting.TLS_PINS.name())) {
            problem.accept("tlsPins cannot be checked with " + origin + "; use tlsTrust in its place");
        }
    }
}
