package dev.espalier.codegen.ir;

/** What the planned network may cost; 0 is no limit. */
public record BudgetSpec(long macs, long bytes, SourceRef source) {}
