package dev.espalier.runtime.cost;

/**
 * What a layer is executed as, which need not be what it is stored as.
 *
 * @param form such as {@code dense} or {@code row panels}
 * @param reason why that form, in a few words
 */
public record ExecutionForm(String form, String reason) {}
