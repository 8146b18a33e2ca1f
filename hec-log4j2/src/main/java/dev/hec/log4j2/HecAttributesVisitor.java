package dev.hec.log4j2;

import dev.hec.settings.HecConfig;
import dev.hec.settings.HecSetting;
import dev.hec.settings.Setting;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Moves the attributes of an element that are settings into a {@link HecConfig}, variables replaced. Log4j tells of those
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
        String separator = "";
        for (Setting<?> setting : HecSetting.ALL) {
            String raw = removeAttributeValue(node.getAttributes(), setting.name());
            if (raw != null) {
                String text = substitutor.replace(event, raw);
                config.set(setting.name(), text);
                log.append(separator).append(setting.name()).append("=\"");
                log.append(setting.secret() ? "****" : text).append('"');
                separator = ", ";
            }
        }
        return config;
    }
}
