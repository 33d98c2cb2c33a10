/** Sentence classifiers whose words leave the sequence on the way: what a published or own table compares. */
package dev.espalier.samples.tokens;
