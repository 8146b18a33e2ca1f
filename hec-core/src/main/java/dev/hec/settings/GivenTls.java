package dev.hec.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
     * @param values told of each problem
     */
    static void check(@Nullable String origin, Set<String> given, Values values) {
        if (origin == null) {
            return;
        }
        List<String> both = new ArrayList<>(List.of(origin));
        for (Setting<?> setting : INSTEAD) {
            if (given.contains(setting.name())) {
                both.add(setting.name());
            }
        }
        if (both.size() > 1) {
            values.problem(String.join(" and ", both) + " are both given; keep " + origin + " or the settings");
        }
        if (given.contains(HecSetting.TLS_PINS.name())) {
            values.problem("tlsPins cannot be checked with " + origin + "; use tlsTrust in its place");
        }
    }
}
