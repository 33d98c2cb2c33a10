/** What can be wrong with a network, its policies and its settings: every text in one place, with a stable code. */
package dev.espalier.runtime.diagnostic;
