/** Shows the whole way once: receiver, sample application, search. */
@NullMarked
package dev.hec.demo;

import org.jspecify.annotations.NullMarked;
