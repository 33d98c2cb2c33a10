/** Lesson 4: the interface is a graph. Branches, a residual, two inputs, convolutions. */
package dev.espalier.samples.lesson04;
