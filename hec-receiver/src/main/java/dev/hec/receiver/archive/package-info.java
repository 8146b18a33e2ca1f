/** Files that hold other files, read in memory; nothing is ever written to a disk. */
@NullMarked
package dev.hec.receiver.archive;

import org.jspecify.annotations.NullMarked;
