package dev.hec.receiver;

import java.io.IOException;

/** The storage of a receiver that is told nothing else. */
public final class DefaultStorage {

    /** Opens it. */
    public static final Storage.Opener OPENER = dataDir -> {
        throw new IOException("no storage is wired");
    };

    private DefaultStorage() {}
}
