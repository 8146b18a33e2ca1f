/** What runs inside a web application; known to no other test code than by its files. */
package dev.hec.it.webapp;
