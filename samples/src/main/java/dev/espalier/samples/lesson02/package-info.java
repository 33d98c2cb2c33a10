/** Lesson 2: what to prune. Single weights, neurons, input channels, at the same sparsity; random beside magnitude. */
package dev.espalier.samples.lesson02;
