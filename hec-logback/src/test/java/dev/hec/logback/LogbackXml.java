package dev.hec.logback;

import java.util.Map;

/** Texts of {@code logback.xml} files. */
final class LogbackXml {

    private LogbackXml() {}

    /** One appender named HEC for everything. */
    static String of(Map<String, String> options, Map<String, String> fields) {
        return of(options, fields, "");
    }

    /** With further elements in the appender. */
    static String of(Map<String, String> options, Map<String, String> fields, String elements) {
        StringBuilder xml = new StringBuilder("<configuration>\n  <appender name=\"HEC\" class=\"")
                .append(HecAppender.class.getName())
                .append("\">\n");
        options.forEach((name, text) -> xml.append("    ").append(element(name, text)));
        fields.forEach((name, text) -> xml.append("    <field>")
                .append(element("name", name))
                .append(element("value", text))
                .append("</field>\n"));
        return xml.append(elements)
                .append("  </appender>\n  <root level=\"ALL\"><appender-ref ref=\"HEC\"/></root>\n</configuration>\n")
                .toString();
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">\n";
    }
}
