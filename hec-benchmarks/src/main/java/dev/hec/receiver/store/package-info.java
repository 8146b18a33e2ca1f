/** What has to lie in the receiver's package to index with the receiver's own documents and settings. */
@NullMarked
package dev.hec.receiver.store;

import org.jspecify.annotations.NullMarked;
