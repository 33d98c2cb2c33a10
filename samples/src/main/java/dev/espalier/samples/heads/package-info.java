/** A sentence classifier whose attention loses heads: what an own table compares. */
package dev.espalier.samples.heads;
