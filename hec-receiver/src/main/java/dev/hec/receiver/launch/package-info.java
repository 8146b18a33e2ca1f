/** What {@code java -jar} runs first; lies at the root of the WAR and knows nothing but the JDK. */
@NullMarked
package dev.hec.receiver.launch;

import org.jspecify.annotations.NullMarked;
