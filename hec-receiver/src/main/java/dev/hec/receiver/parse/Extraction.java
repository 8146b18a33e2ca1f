package dev.hec.receiver.parse;

import org.jspecify.annotations.Nullable;

/** Finds the fields of a line; one for each format. Implementations are immutable and thread-safe. */
interface Extraction {

    /**
     * Finds the fields of a line.
     *
     * @param into receives them; worth nothing if the line does not match
     * @return null if the line matches, else a few words on why it does not
     */
    <X extends Exception> @Nullable String extract(String line, LineFields<X> into) throws X;
}
