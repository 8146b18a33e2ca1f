package dev.hec.log4j2;

import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.config.plugins.PluginValue;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * A field added to every event: {@code <HecField name="env" value="prod"/>}. Immutable.
 *
 * <p>Log4j knows plugins by name across all libraries, and several of them already have a {@code Field}.
 *
 * @param name name of the field
 * @param value its value
 */
@Plugin(name = "HecField", category = Node.CATEGORY, printObject = true)
public record HecField(String name, String value) {

    private static final Logger LOGGER = StatusLogger.getLogger();

    /** Called by Log4j; null, after an error that tells why, if name or value are missing. */
    @PluginFactory
    public static @Nullable HecField of(
            @PluginAttribute("name") @Nullable String name, @PluginValue("value") @Nullable String value) {
        if (name == null || name.isBlank() || value == null) {
            LOGGER.error("A HecField needs both name and value; it is left out.");
            return null;
        }
        return new HecField(name, value);
    }
}
