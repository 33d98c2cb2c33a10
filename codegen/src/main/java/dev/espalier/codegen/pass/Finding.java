package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.runtime.diagnostic.Problem;

/**
 * Something a pass has to say about the user's source.
 *
 * @param problem what is wrong and what to do about it
 * @param source where it is to be reported
 */
public record Finding(Problem problem, SourceRef source) {}
