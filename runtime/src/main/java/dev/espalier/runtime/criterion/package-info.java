/** What a weight is worth: scores, the lowest of which go first. */
package dev.espalier.runtime.criterion;
