/**
 * Execution forms: what a frozen layer's kernel reads. A storage encoding says how weights lie on disk, an execution
 * form how they lie in memory when they are multiplied; one is built from the other.
 */
package dev.espalier.runtime.execution;
