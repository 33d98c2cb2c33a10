/** Lesson 7: tokens that receive no attention leave the sequence. */
package dev.espalier.samples.lesson07;
