/** The receiver as a program of its own, in an embedded Tomcat; a servlet container never loads these classes. */
@NullMarked
package dev.hec.receiver.server;

import org.jspecify.annotations.NullMarked;
