package dev.hec.log4j2;

import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.settings.Setting;
import dev.hec.settings.SplunkName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Moves the attributes of an element that are settings, or old names of them, into a {@link HecConfig}, variables replaced. Log4j tells of those
 * that are left. Created by Log4j, which uses it on one thread.
 */
public final class HecAttributesVisitor extends AbstractPluginVisitor<HecAttributes> {

    /** Called by Log4j. */
    public HecAttributesVisitor() {
        super(HecAttributes.class);
    }

    @Override
    public Object visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        HecConfig config = new HecConfig();
        List<String> shown = new ArrayList<>();
        for (Setting<?> setting : HecSetting.ALL) {
            take(setting.name(), setting::shown, config, node, event, shown);
        }
        if (hasMoreThanName(node)) {
            for (SplunkName old : SplunkName.ALL) {
                take(old.name(), text -> '"' + text + '"', config, node, event, shown);
            }
        }
        log.append(String.join(", ", shown));
        return config;
    }

    /** Spares those who use no old names the loading of their table, some milliseconds of the start. */
    private static boolean hasMoreThanName(Node node) {
        for (String attribute : node.getAttributes().keySet()) {
            if (!attribute.equalsIgnoreCase("name")) {
                return true;
            }
        }
        return false;
    }

    private void take(
            String name,
            UnaryOperator<String> showing,
            HecConfig config,
            Node node,
            @Nullable LogEvent event,
            List<String> shown) {
        String raw = removeAttributeValue(node.getAttributes(), name);
        if (raw != null) {
            String text = substitutor.replace(event, raw);
            config.set(name, text);
            shown.add(name + "=" + showing.apply(text));
        }
    }
}
