/** Reproducible random numbers: every stream follows from a seed, a purpose and a counter. */
package dev.espalier.runtime.random;
