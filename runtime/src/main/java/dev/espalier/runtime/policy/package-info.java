/**
 * Pruning policies and training settings as values, and the rules that they keep, at compile time and at run time
 * alike.
 */
package dev.espalier.runtime.policy;
