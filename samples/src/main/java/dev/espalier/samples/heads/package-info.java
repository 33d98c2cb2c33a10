/** A sentence classifier whose attention loses heads, or heads and words: what an own table compares. */
package dev.espalier.samples.heads;
