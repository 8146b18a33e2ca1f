package dev.hec.log4j2;

import java.util.Map;

/** Texts of {@code log4j2.xml} files. */
final class Log4jXml {

    private Log4jXml() {}

    /** One appender named HEC for everything. */
    static String of(Map<String, String> options, Map<String, String> fields) {
        return of(options, fields, "");
    }

    /** With further elements in the appender. */
    static String of(Map<String, String> options, Map<String, String> fields, String elements) {
        StringBuilder xml = new StringBuilder("<Configuration>\n  <Appenders>\n    <Hec name=\"HEC\"");
        options.forEach((name, text) -> xml.append("\n        ")
                .append(name)
                .append("=\"")
                .append(escape(text))
                .append('"'));
        xml.append(">\n");
        fields.forEach((name, text) -> xml.append("      <HecField name=\"")
                .append(escape(name))
                .append("\" value=\"")
                .append(escape(text))
                .append("\"/>\n"));
        return xml.append(elements)
                .append("    </Hec>\n  </Appenders>\n")
                .append(
                        "  <Loggers><Root level=\"all\"><AppenderRef ref=\"HEC\"/></Root></Loggers>\n</Configuration>\n")
                .toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
