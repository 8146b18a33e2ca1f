package dev.hec.telemetry;

import dev.hec.Admission;

/** An append being measured, see {@link JfrEvents#watchAppend}. Confined to the thread that appends. */
public interface AppendWatch {

    /**
     * The append is over. Only a slow one makes an event: longer than 1 ms, or than the recording's threshold.
     *
     * @param client its name
     * @param bytes length of the record
     */
    void ended(String client, int bytes, Admission admission);
}
