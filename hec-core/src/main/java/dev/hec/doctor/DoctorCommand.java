package dev.hec.doctor;

import dev.hec.settings.ConfigException;
import dev.hec.settings.HecSetting;
import dev.hec.settings.HecSettings;
import dev.hec.time.Time;
import java.io.PrintStream;

/** Runs the doctor from a command line. Without state. */
public final class DoctorCommand {

    private static final int WELL = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private DoctorCommand() {}

    /**
     * Examines what the arguments name.
     *
     * @param out takes the report
     * @param err takes what is wrong with the command line
     * @return the exit code
     */
    public static int run(String[] words, PrintStream out, PrintStream err) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (UsageException e) {
            err.println("doctor: " + e.getMessage() + " (doctor --help lists all options)");
            return USAGE;
        }
        if (arguments.help()) {
            out.print(Arguments.helpText());
            return WELL;
        }
        Report report = new Report(out);
        HecSettings settings;
        try {
            settings = arguments.config().parse();
        } catch (ConfigException e) {
            e.problems().forEach(problem -> report.fail("configuration", problem));
            return end(report);
        }
        report.ok("configuration", arguments.given().size() + " setting(s) given, all make sense");
        arguments.given().stream()
                .filter(setting -> setting.secret())
                .forEach(setting -> report.warn(
                        "configuration",
                        Arguments.option(setting)
                                + " on a command line can be read by every user of this machine (ps) and"
                                + " stays in the shell's history"
                                + (setting.equals(HecSetting.TOKEN) ? "; better --token-file or --token-env" : "")));
        for (Libraries library : Libraries.values()) {
            if (!library.isThere()) {
                report.info(
                        "libraries",
                        library.jar() + " is not beside this jar; "
                                + switch (library) {
                                    case JACKSON -> "replies are shown as they are, and JWTs are not read";
                                    case ZSTD -> "zstd is not tried";
                                });
            }
        }
        new Doctor(settings, Time.SYSTEM, report).examine();
        return end(report);
    }

    private static int end(Report report) {
        report.end();
        return report.failed() ? FAILED : WELL;
    }
}
