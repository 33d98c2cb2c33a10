/**
 * The rules of a network as it was read: one small class each, listed in {@link dev.espalier.codegen.rule.ModelRules}.
 */
package dev.espalier.codegen.rule;
