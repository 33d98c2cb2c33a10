/** Which weights are there: groups of weights that are pruned as one, and masks over them. */
package dev.espalier.runtime.mask;
