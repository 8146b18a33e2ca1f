package dev.hec.receiver.server;

import java.io.Closeable;

/** What listens on the port and speaks HTTP. */
interface Listener extends Closeable {

    /** The port that is listened on. */
    int port();

    /** Does now what is otherwise done every ten seconds. */
    void housekeeping();
}
