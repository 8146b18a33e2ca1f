/** One table of settings: text in, checked once, all problems told together. */
@NullMarked
package dev.hec.settings;

import org.jspecify.annotations.NullMarked;
