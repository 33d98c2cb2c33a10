/** A fixed set of threads that share the independent tasks of one step. */
package dev.espalier.runtime.parallel;
