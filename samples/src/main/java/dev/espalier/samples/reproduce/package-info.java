/** Published tables, run anew: our mean and deviation over seeds beside the published figure. */
package dev.espalier.samples.reproduce;
