/** Which requests were stored already, so that one sent again is not stored again. Knows neither HTTP nor files. */
@NullMarked
package dev.hec.receiver.batch;

import org.jspecify.annotations.NullMarked;
