/** The description of a network that generated code carries, its parameters, and the networks themselves. */
package dev.espalier.runtime.model;
