package dev.espalier.codegen.ir;

/** An input of the network. */
public record InputSpec(String name, Shape shape, SourceRef source) {}
