package dev.hec.receiver.wire;

/** How long a connection stays open without a reply, where it is not its peer who ends it. */
@FunctionalInterface
public interface Silence {

    /**
     * Has something run once when the silence is over, at once if it is.
     *
     * @return withdraws it; called when the peer has gone before
     */
    Runnable whenOver(Runnable end);
}
