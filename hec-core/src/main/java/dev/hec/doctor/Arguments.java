package dev.hec.doctor;

import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The command line, read by the table of settings: each of them is an option. Immutable but for the configuration.
 *
 * @param help whether the help was asked for
 * @param config the settings given
 * @param given which they are, in the order given
 */
record Arguments(boolean help, HecConfig config, Set<Setting<?>> given) {

    private static final String COMMAND = "doctor";

    /**
     * Reads a command line: {@code doctor}, then {@code --option value} or {@code --option=value}; options that are true or
     * false need no value.
     *
     * @throws UsageException if it is none
     */
    static Arguments parse(String... words) throws UsageException {
        List<String> left = new ArrayList<>(List.of(words));
        if (left.contains("--help") || left.contains("-h")) {
            return new Arguments(true, new HecConfig(), Set.of());
        }
        if (left.isEmpty() || !left.remove(0).equals(COMMAND)) {
            throw new UsageException("the one command is " + COMMAND);
        }
        if (left.isEmpty()) {
            throw new UsageException("nothing to examine; give at least --url and --token-file");
        }
        Map<String, Setting<?>> options = options();
        HecConfig config = new HecConfig();
        Set<Setting<?>> given = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            String[] word = left.remove(0).split("=", 2);
            Setting<?> setting = options.get(word[0]);
            if (setting == null) {
                // Not the word itself: somebody may have put the token where no option is.
                throw new UsageException(
                        word[0].startsWith("--")
                                ? "there is no option " + word[0]
                                : "a value stands where an option belongs");
            }
            if (!given.add(setting)) {
                throw new UsageException(word[0] + " is given twice");
            }
            config.set(setting.name(), word.length == 2 ? word[1] : value(setting, word[0], left));
        }
        return new Arguments(false, config, given);
    }

    private static String value(Setting<?> setting, String option, List<String> left) throws UsageException {
        boolean another = !left.isEmpty() && !left.get(0).startsWith("--");
        if (another) {
            return left.remove(0);
        }
        if (isFlag(setting)) {
            return "true";
        }
        throw new UsageException(option + " needs a value; one that begins with -- is written " + option + "=…");
    }

    private static boolean isFlag(Setting<?> setting) {
        try {
            return setting.kind().parse("true") instanceof Boolean;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The option of a setting: {@code tokenFile} is {@code --token-file}. */
    static String option(Setting<?> setting) {
        return "--" + setting.name().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Setting<?>> options() {
        Map<String, Setting<?>> options = new LinkedHashMap<>();
        HecSetting.ALL.forEach(setting -> options.put(option(setting), setting));
        return options;
    }

    /** What {@code --help} prints. */
    static String helpText() {
        StringBuilder text = new StringBuilder("""
                Usage: java -jar hec-core.jar doctor --url ADDRESS --token-file FILE [--option value]...

                Checks name, connection, TLS, token and compression on the way to a collector, sends it up to three
                events marked with the field hec.doctor, and says what it found.
                Exit code: 0 all well, 1 something failed, 2 the command line makes no sense.

                Options are the settings of the appenders:
                """);
        options()
                .forEach((option, setting) -> text.append("  ")
                        .append(option)
                        .append("\n      ")
                        .append(setting.description().replace("`", ""))
                        .append(setting.defaultText() == null ? "" : " Default: " + setting.defaultText() + ".")
                        .append('\n'));
        return text.toString();
    }
}
