package dev.hec.receiver.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line: {@code --name value} or {@code --name=value} for every setting of the table, {@code --help}, {@code
 * --version} and {@code --hash-token}. Immutable.
 *
 * @param values texts by the name of their setting
 * @param help whether the help was asked for
 * @param version whether the version was asked for
 * @param hashToken whether the hash of a token was asked for
 * @param problems what could not be understood
 */
public record CommandLine(
        Map<String, String> values, boolean help, boolean version, boolean hashToken, List<String> problems) {

    /** Reads the arguments. */
    public static CommandLine of(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        boolean help = false;
        boolean version = false;
        boolean hashToken = false;
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                help = true;
                continue;
            }
            if (argument.equals("--version")) {
                version = true;
                continue;
            }
            if (argument.equals("--hash-token")) {
                hashToken = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            Setting<?> setting = Setting.ALL.stream()
                    .filter(row -> row.option().equals(option))
                    .findFirst()
                    .orElse(null);
            if (setting == null) {
                problems.add("unknown option " + option + meant(option));
                boolean hasValue = option.startsWith("--") && equals < 0 && i + 1 < arguments.length;
                i += hasValue && !arguments[i + 1].startsWith("--") ? 1 : 0;
                continue;
            }
            if (equals < 0 && i + 1 == arguments.length) {
                problems.add(option + " needs a value: " + option + " " + setting.argument());
                continue;
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : arguments[++i];
            if (values.putIfAbsent(setting.name(), value) != null) {
                problems.add(option + " is given twice; keep one of them");
            }
        }
        return new CommandLine(Map.copyOf(values), help, version, hashToken, List.copyOf(problems));
    }

    private static String meant(String option) {
        List<String> options = Setting.ALL.stream().map(Setting::option).toList();
        return NearestName.of(option, options)
                .map(name -> "; did you mean " + name + "?")
                .orElse("; --help lists the options");
    }

    /** These arguments as a place where settings are written. */
    public SettingSource source() {
        return new SettingSource("command line", setting -> values.get(setting.name()));
    }

    /** The help: every option with its default and its other names. */
    public static String helpText() {
        StringBuilder help = new StringBuilder("Usage: java -jar hec-receiver.war [OPTION]...\n\n");
        for (Setting<?> setting : Setting.ALL) {
            help.append("  ").append(setting.option()).append(' ').append(setting.argument());
            if (!setting.defaultText().isEmpty()) {
                help.append("  (default ").append(setting.defaultText()).append(')');
            }
            help.append("\n      ").append(setting.sentence());
            help.append("\n      also -D")
                    .append(setting.property())
                    .append(" or ")
                    .append(setting.variable());
            help.append('\n');
        }
        return help.append("  --help\n      print this\n")
                .append("  --version\n      print the version\n")
                .append(
                        "  --hash-token\n      read a token from standard input and print its hash for a tokens file\n\n")
                .append(
                        "The command line wins over system properties, these over the environment, and that over the file"
                                + " named by --config.\n")
                .append(
                        "Exit status: 0 after a stop by SIGTERM or Ctrl-C, 1 if the receiver could not start, 2 if the settings"
                                + " are wrong.\n")
                .toString();
    }
}
