/** Lesson 6: stop at any step and go on, bit for bit. */
package dev.espalier.samples.lesson06;
