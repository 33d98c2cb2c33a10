/** The fixed list of passes over the model: each takes a model and returns the next, or says what is wrong with it. */
package dev.espalier.codegen.pass;
