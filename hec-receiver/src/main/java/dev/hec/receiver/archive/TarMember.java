package dev.hec.receiver.archive;

/**
 * A regular file in a tar archive: a part of the archive's bytes. Immutable.
 *
 * @param path as it is written in the archive. It may be absolute or have {@code ..} in it: it is a name to show, and never one to
 *     open
 * @param start index of the file's first byte in the archive
 * @param end index after its last byte
 */
public record TarMember(String path, int start, int end) {}
