/** A small convolutional network, and what it becomes when values or filters depend on the sample. */
package dev.espalier.samples.dynamic;
