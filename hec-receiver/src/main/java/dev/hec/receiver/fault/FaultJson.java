package dev.hec.receiver.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hec.receiver.fault.Fault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fault scripts as JSON: an array of objects, one for each script. Stateless and thread-safe. */
final class FaultJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> MEMBERS = Set.of(
            "fault",
            "times",
            "probability",
            "seed",
            "path",
            "delayMillis",
            "status",
            "retryAfterSeconds",
            "bytesPerSecond",
            "left",
            "happened"); // the last two are ignored, so that what was read can be sent again

    private FaultJson() {}

    /**
     * Reads scripts.
     *
     * @throws IllegalArgumentException with what is wrong, and in which script
     */
    static List<FaultScript> read(InputStream in) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no JSON: " + e.getOriginalMessage(), e);
        }
        List<FaultScript> scripts = new ArrayList<>();
        if (root.isObject()) { // one script is as good as a list of one
            scripts.add(script(root));
            return scripts;
        }
        if (!root.isArray()) {
            throw new IllegalArgumentException(
                    "expected an array of scripts such as [{\"fault\":\"reply\",\"status\":503}]");
        }
        for (JsonNode node : root) {
            try {
                scripts.add(script(node));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("script " + (scripts.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return scripts;
    }

    private static FaultScript script(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("expected an object such as {\"fault\":\"reply\",\"status\":503}");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is not known; known are "
                        + MEMBERS.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        Kind kind = kind(node.get("fault"));
        only(node, "status", kind, Kind.REPLY);
        only(node, "retryAfterSeconds", kind, Kind.REPLY);
        only(node, "bytesPerSecond", kind, Kind.SLOW_READ);
        needed(node, "status", kind, Kind.REPLY);
        needed(node, "bytesPerSecond", kind, Kind.SLOW_READ);
        needed(node, "delayMillis", kind, Kind.DELAY);
        JsonNode retryAfter = node.get("retryAfterSeconds");
        Fault fault = new Fault(
                kind,
                (int) whole(node, "status", 200, 599),
                retryAfter == null ? null : Duration.ofSeconds(whole(node, "retryAfterSeconds", 0, 86_400)),
                (int) whole(node, "bytesPerSecond", 1, Integer.MAX_VALUE));
        JsonNode probability = node.get("probability");
        if (probability != null && !probability.isNumber()) {
            throw new IllegalArgumentException("probability is no number");
        }
        JsonNode path = node.get("path");
        if (path != null && !path.isTextual()) {
            throw new IllegalArgumentException("path is no text");
        }
        Aim aim = new Aim(
                (int) whole(node, "times", 1, Integer.MAX_VALUE),
                probability == null ? 1 : probability.doubleValue(),
                whole(node, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
                path == null ? null : path.textValue());
        return new FaultScript(aim, fault, Duration.ofMillis(whole(node, "delayMillis", 0, 3_600_000)));
    }

    private static Kind kind(@Nullable JsonNode word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> word != null && kind.word().equals(word.textValue()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        (word == null ? "\"fault\" is missing" : "fault " + word + " is not known")
                                + "; expected one of "
                                + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "))));
    }

    private static void only(JsonNode node, String name, Kind kind, Kind of) {
        if (node.has(name) && kind != of) {
            throw new IllegalArgumentException(name + " belongs to " + of.word() + ", not to " + kind.word());
        }
    }

    private static void needed(JsonNode node, String name, Kind kind, Kind by) {
        if (kind == by && !node.has(name)) {
            throw new IllegalArgumentException(kind.word() + " needs " + name);
        }
    }

    /** The value of a member; 0 where it is absent. */
    private static long whole(JsonNode node, String name, long least, long most) {
        JsonNode value = node.get(name);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + "; expected a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    /** The scripts as they can be sent again, how often each happened, and how often it may still happen. */
    static String write(List<FaultPlan.Progress> all) {
        ArrayNode array = JSON.createArrayNode();
        for (FaultPlan.Progress one : all) {
            Fault fault = one.script().fault();
            Aim aim = one.script().aim();
            ObjectNode node = array.addObject().put("fault", fault.kind().word());
            if (fault.kind() == Kind.REPLY) {
                node.put("status", fault.status());
            }
            if (fault.retryAfter() != null) {
                node.put("retryAfterSeconds", fault.retryAfterSeconds());
            }
            if (fault.kind() == Kind.SLOW_READ) {
                node.put("bytesPerSecond", fault.bytesPerSecond());
            }
            if (aim.times() > 0) {
                node.put("times", aim.times());
            }
            if (aim.probability() < 1) {
                node.put("probability", aim.probability()).put("seed", aim.seed());
            }
            if (aim.path() != null) {
                node.put("path", aim.path());
            }
            if (!one.script().delay().isZero()) {
                node.put("delayMillis", one.script().delay().toMillis());
            }
            node.put("happened", one.happened());
            one.left().ifPresent(left -> node.put("left", left));
        }
        return array.toString();
    }
}
