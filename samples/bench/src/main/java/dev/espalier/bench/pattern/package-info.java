/** Sparse matrices to measure on: made by rule, or read from a file of real patterns. */
package dev.espalier.bench.pattern;
