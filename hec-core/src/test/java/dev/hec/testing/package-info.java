/** What the tests of several modules share: a collector to script, and the contract of the appenders. */
@NullMarked
package dev.hec.testing;

import org.jspecify.annotations.NullMarked;
