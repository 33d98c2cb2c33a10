/** Lesson 3: when to prune. Once, in rounds, along a ramp. */
package dev.espalier.samples.lesson03;
