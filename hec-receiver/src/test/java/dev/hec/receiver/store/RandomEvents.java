package dev.hec.receiver.store;

import dev.hec.receiver.event.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Events and queries that have much to do with each other. */
final class RandomEvents {

    private static final String[] WORDS = {"disk", "Disk", "full", "error", "dev.hec", "a-b", "10.0.0.1", "x", "7", "日志"
    };
    private static final String[] FIELDS = {"message", "level", "n", "#env", "a.b", "tags"};

    private RandomEvents() {}

    /** @param firstId number of the first */
    static List<Event> events(Random random, int count, int firstId) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(random, firstId + i));
        }
        return events;
    }

    /** The name of one of their fields. */
    static String field(Random random) {
        return FIELDS[random.nextInt(FIELDS.length)];
    }

    private static Event event(Random random, int id) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", "e" + id);
        for (String field : FIELDS) {
            if (random.nextInt(3) > 0) {
                fields.put(field, value(random, true));
            }
        }
        return new Event(random.nextInt(20), fields);
    }

    private static Object value(Random random, boolean list) {
        return switch (random.nextInt(list ? 7 : 6)) {
            case 0 -> (long) random.nextInt(12) - 3;
            case 1 -> new BigDecimal(random.nextInt(40) - 5).movePointLeft(1);
            case 2 -> random.nextBoolean();
            case 3 -> BigInteger.TEN.pow(random.nextInt(30));
            case 6 -> List.of(value(random, false), value(random, false));
            default -> text(random);
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    static String query(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 11)) {
            case 0 -> word(random);
            case 1 -> "\"" + text(random) + "\"";
            case 2 -> written(random) + (random.nextBoolean() ? "=" : "!=") + "\"" + text(random) + "\"";
            case 3 -> written(random) + (random.nextBoolean() ? "=" : "!=") + word(random);
            case 4 -> written(random) + ":" + (random.nextBoolean() ? word(random) : "\"" + text(random) + "\"");
            case 5 ->
                written(random)
                        + new String[] {"<", "<=", ">", ">=", "="}[random.nextInt(5)]
                        + new BigDecimal(random.nextInt(60) - 20).movePointLeft(random.nextInt(2));
            case 6 ->
                new String[] {"*", "n=*", "di*", "*l*", "message:*s*", "level=*0*", "tags=d*", "level=*e", "n=1*0"}
                        [random.nextInt(9)];
            case 7 -> "NOT " + query(random, depth - 1);
            case 8 -> "(" + query(random, depth - 1) + ")";
            case 9 -> "(" + query(random, depth - 1) + " OR " + query(random, depth - 1) + ")";
            default -> query(random, depth - 1) + " " + query(random, depth - 1);
        };
    }

    private static String written(Random random) {
        String field = field(random);
        return random.nextBoolean() ? field : "\"" + field + "\"";
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
