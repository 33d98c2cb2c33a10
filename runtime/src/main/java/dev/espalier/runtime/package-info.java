/** What generated code links to: each package below is one room of it. Depends on the JDK and the language alone. */
package dev.espalier.runtime;
