/**
 * What pruning means for the structure of a network: which channels the graph ties together, and which leave it when
 * it is frozen.
 */
package dev.espalier.runtime.structure;
