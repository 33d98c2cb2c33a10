/** The compiler as front ends see it: a network as read in, findings and source files out. */
package dev.espalier.codegen.compiler;
