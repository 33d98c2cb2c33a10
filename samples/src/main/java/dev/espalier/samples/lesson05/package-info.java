/** Lesson 5: lottery tickets, with the two controls beside them. */
package dev.espalier.samples.lesson05;
