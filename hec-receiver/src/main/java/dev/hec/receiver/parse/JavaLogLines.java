package dev.hec.receiver.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the frameworks of Java by their default layouts. By hand, for the engine of expressions needs fifty times as long for a
 * line, and more for a stack trace.
 *
 * <pre>
 * 10:15:30.123 [main] INFO  com.example.App - text                                     Logback, Log4j 2
 * 2026-11-23T10:15:30.123+01:00  INFO 4711 --- [app] [main] c.example.App : text       Spring Boot
 * 2026-11-23 10:15:30,123 INFO  [com.example.App] (main) text                          JBoss
 * Nov 23, 2026 10:15:30 AM com.example.App run \n INFO: text                           java.util.logging
 * </pre>
 */
final class JavaLogLines implements Extraction {

    private static final String NO_MATCH = "none of the layouts";
    private static final int MOST_BRACKETS = 3;

    @Override
    public <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X {
        Cursor cursor = new Cursor(line);
        boolean matches;
        if (time(cursor)) {
            into.put("timestamp", cursor.since(0));
            matches =
                    cursor.takeSpaces() && (cursor.take('[') ? logback(line, cursor, into) : levelFirst(cursor, into));
        } else {
            matches = utilLogging(cursor, into);
        }
        if (!matches) {
            return NO_MATCH;
        }
        new StackTrace(line, cursor.at()).extract(into);
        return null;
    }

    /** {@code 2026-11-23T10:15:30.123+01:00}; date, fraction and offset may be missing. */
    private static boolean time(Cursor cursor) {
        if (cursor.takeDigits(4, 4)) {
            boolean date = cursor.take('-')
                    && cursor.takeDigits(2, 2)
                    && cursor.take('-')
                    && cursor.takeDigits(2, 2)
                    && (cursor.take('T') || cursor.take(' '));
            if (!date) {
                return false;
            }
        }
        boolean time = cursor.takeDigits(2, 2)
                && cursor.take(':')
                && cursor.takeDigits(2, 2)
                && cursor.take(':')
                && cursor.takeDigits(2, 2);
        if (time && (cursor.take('.') || cursor.take(','))) {
            time = cursor.takeDigits(1, 9);
        }
        if (time) {
            offset(cursor);
        }
        return time;
    }

    private static void offset(Cursor cursor) {
        int start = cursor.at();
        cursor.take(' ');
        if (cursor.take('Z')) {
            return;
        }
        boolean offset = (cursor.take('+') || cursor.take('-')) && cursor.takeDigits(2, 2);
        if (offset) {
            cursor.take(':');
            offset = cursor.takeDigits(2, 2);
        }
        if (!offset) {
            cursor.moveTo(start);
        }
    }

    /** {@code main] INFO  logger - }; the name of a thread may have brackets. */
    private static <X extends Exception> boolean logback(String line, Cursor cursor, LineFields<X> into) throws X {
        int start = cursor.at();
        while (cursor.before("]") != null) {
            int threadEnd = cursor.at();
            String level = cursor.takeSpaces() ? cursor.capitals(3, 8) : null;
            if (level != null && cursor.takeSpaces()) {
                String logger = cursor.word();
                if (logger == null || !cursor.takeSpaces() || !cursor.take('-')) {
                    return false;
                }
                into.put("thread", line.substring(start, threadEnd - 1));
                into.put("severity", level);
                into.put("logger", logger);
                pairs(cursor, into);
                cursor.take(' ');
                return true;
            }
            cursor.moveTo(threadEnd);
        }
        return false;
    }

    /** {@code order="7" by="me"-}, which Logback writes between two hyphens. */
    private static <X extends Exception> void pairs(Cursor cursor, LineFields<X> into) throws X {
        int start = cursor.at();
        int end = start;
        while (!cursor.sees('-')) {
            String name = cursor.sees(' ') ? null : cursor.before("=\"");
            if (name == null || name.isEmpty() || name.indexOf(' ') >= 0 || cursor.before("\"") == null) {
                cursor.moveTo(start);
                return;
            }
            end = cursor.at();
            cursor.take(' ');
        }
        if (end > start) {
            into.put("pairs", cursor.since(start));
        }
        cursor.take('-');
    }

    /** {@code INFO }, then as Spring Boot or JBoss goes on. */
    private static <X extends Exception> boolean levelFirst(Cursor cursor, LineFields<X> into) throws X {
        String level = cursor.capitals(3, 8);
        if (level == null || !cursor.takeSpaces()) {
            return false;
        }
        into.put("severity", level);
        return cursor.take('[') ? jboss(cursor, into) : springBoot(cursor, into);
    }

    private static <X extends Exception> boolean jboss(Cursor cursor, LineFields<X> into) throws X {
        String logger = cursor.before("] (");
        String thread = logger == null ? null : cursor.before(")");
        if (logger == null || thread == null) {
            return false;
        }
        into.put("logger", logger);
        into.put("thread", thread);
        cursor.take(' ');
        return true;
    }

    private static <X extends Exception> boolean springBoot(Cursor cursor, LineFields<X> into) throws X {
        int start = cursor.at();
        if (cursor.takeDigits(1, 20)) {
            into.put("pid", cursor.since(start));
            cursor.takeSpaces();
        }
        if (!cursor.take("--- ")) {
            return false;
        }
        List<String> brackets = new ArrayList<>();
        cursor.takeSpaces();
        while (brackets.size() < MOST_BRACKETS && cursor.take('[')) {
            String content = cursor.before("]");
            if (content == null) {
                return false;
            }
            brackets.add(content.strip());
            cursor.takeSpaces();
        }
        String logger = cursor.word();
        if (brackets.isEmpty() || logger == null || !cursor.takeSpaces() || !cursor.take(':')) {
            return false;
        }
        cursor.take(' ');
        int thread = brackets.size() == 1 ? 0 : 1;
        into.put("thread", brackets.get(thread));
        if (thread == 1) {
            into.put("application", brackets.get(0));
        }
        if (brackets.size() == MOST_BRACKETS) {
            into.put("trace", brackets.get(2));
        }
        into.put("logger", logger);
        return true;
    }

    private static <X extends Exception> boolean utilLogging(Cursor cursor, LineFields<X> into) throws X {
        cursor.moveTo(0);
        boolean time = cursor.before(" ") != null
                && cursor.at() == 4
                && cursor.takeDigits(1, 2)
                && cursor.take(", ")
                && cursor.takeDigits(4, 4)
                && cursor.take(' ')
                && cursor.takeDigits(1, 2)
                && cursor.take(':')
                && cursor.takeDigits(2, 2)
                && cursor.take(':')
                && cursor.takeDigits(2, 2)
                && (cursor.take(" AM") || cursor.take(" PM"));
        if (!time) {
            return false;
        }
        into.put("timestamp", cursor.since(0));
        String source = cursor.take(' ') ? cursor.before("\n") : null;
        String level = source == null ? null : cursor.capitals(1, 30);
        if (source == null || source.isBlank() || level == null || !cursor.take(':')) {
            return false;
        }
        String[] classAndMethod = source.strip().split(" ", 2);
        into.put("logger", classAndMethod[0]);
        if (classAndMethod.length > 1) {
            into.put("caller.method", classAndMethod[1]);
        }
        into.put("severity", level);
        cursor.take(' ');
        return true;
    }
}
