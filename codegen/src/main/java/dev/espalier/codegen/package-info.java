/** The compiler: one intermediate representation, a fixed list of passes over it, emitters behind them. */
package dev.espalier.codegen;
