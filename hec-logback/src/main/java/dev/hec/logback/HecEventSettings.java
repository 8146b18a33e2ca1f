package dev.hec.logback;

import dev.hec.settings.EventSetting;
import dev.hec.settings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * What {@link HecAppender} takes from {@code logback.xml} about the look of an event: a setter for each row of
 * {@link EventSetting}, as Logback looks for setters. Texts are kept as they are and checked together when the appender
 * starts.
 *
 * <p>Logback takes the first letter of an element in either case, the others as written here. An element without a setter is
 * ignored with a warning that names it. Not thread-safe; what is set takes effect with the next start.
 */
public abstract class HecEventSettings extends SplunkSettings {

    HecEventSettings() {}

    final void set(Setting<?> setting, @Nullable String text) {
        config().set(setting.name(), text);
    }

    /** See {@link EventSetting#FIELD_PRESET}. */
    public void setFieldPreset(String fieldPreset) {
        set(EventSetting.FIELD_PRESET, fieldPreset);
    }

    /** See {@link EventSetting#FIELD_NAMES}. */
    public void setFieldNames(String fieldNames) {
        set(EventSetting.FIELD_NAMES, fieldNames);
    }

    /** See {@link EventSetting#INCLUDE}. */
    public void setInclude(String include) {
        set(EventSetting.INCLUDE, include);
    }

    /** See {@link EventSetting#MDC_INCLUDE}. */
    public void setMdcInclude(String mdcInclude) {
        set(EventSetting.MDC_INCLUDE, mdcInclude);
    }

    /** See {@link EventSetting#MDC_EXCLUDE}. */
    public void setMdcExclude(String mdcExclude) {
        set(EventSetting.MDC_EXCLUDE, mdcExclude);
    }

    /** See {@link EventSetting#MDC_RENAME}. */
    public void setMdcRename(String mdcRename) {
        set(EventSetting.MDC_RENAME, mdcRename);
    }

    /** See {@link EventSetting#MDC_PREFIX}. */
    public void setMdcPrefix(String mdcPrefix) {
        set(EventSetting.MDC_PREFIX, mdcPrefix);
    }

    /** See {@link EventSetting#MDC_TYPES}. */
    public void setMdcTypes(String mdcTypes) {
        set(EventSetting.MDC_TYPES, mdcTypes);
    }

    /** See {@link EventSetting#STACK_ORDER}. */
    public void setStackOrder(String stackOrder) {
        set(EventSetting.STACK_ORDER, stackOrder);
    }

    /** See {@link EventSetting#STACK_EXCLUDE}. */
    public void setStackExclude(String stackExclude) {
        set(EventSetting.STACK_EXCLUDE, stackExclude);
    }

    /** See {@link EventSetting#STACK_BYTES}. */
    public void setStackBytes(String stackBytes) {
        set(EventSetting.STACK_BYTES, stackBytes);
    }

    /** See {@link EventSetting#MASK_FIELDS}. */
    public void setMaskFields(String maskFields) {
        set(EventSetting.MASK_FIELDS, maskFields);
    }

    /** See {@link EventSetting#MASK_PATTERN}. */
    public void setMaskPattern(String maskPattern) {
        set(EventSetting.MASK_PATTERN, maskPattern);
    }

    /** See {@link EventSetting#LAYOUT_FORMAT}. */
    public void setLayoutFormat(String layoutFormat) {
        set(EventSetting.LAYOUT_FORMAT, layoutFormat);
    }
}
