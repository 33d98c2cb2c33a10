/** Lesson 1: declare a network, train it, prune it, freeze it, load it. */
package dev.espalier.samples.lesson01;
