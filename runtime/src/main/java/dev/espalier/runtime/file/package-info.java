/**
 * Files that are whole or not there: an atomic save, and a self-describing container of checksummed sections that both
 * the frozen artefact and the training checkpoint are written in.
 */
package dev.espalier.runtime.file;
