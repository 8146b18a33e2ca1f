package dev.hec.receiver.parse;

import java.math.BigDecimal;
import java.util.Locale;

/** What a definition can make of the text of a field. A text that is none stays as it is. */
enum ValueType {
    NUMBER {
        @Override
        Object of(String text) {
            if (text.isEmpty() || text.length() > LONGEST_NUMBER || !numeric(text)) {
                return text;
            }
            try {
                BigDecimal number = new BigDecimal(text);
                if (number.scale() == 0 && number.precision() <= DIGITS_OF_LONG) {
                    return number.longValueExact();
                }
                // 1e999999999 written out would be a billion digits.
                return Math.abs((long) number.scale()) > LARGEST_SCALE ? text : number;
            } catch (NumberFormatException e) {
                return text;
            }
        }
    },
    BOOLEAN {
        @Override
        Object of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> text;
            };
        }
    };

    private static final int LONGEST_NUMBER = 64;
    private static final int DIGITS_OF_LONG = 18;
    private static final int LARGEST_SCALE = 1000;

    abstract Object of(String text);

    /** BigDecimal takes digits of all scripts; a number of ours is what JSON would take for one. */
    private static boolean numeric(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
