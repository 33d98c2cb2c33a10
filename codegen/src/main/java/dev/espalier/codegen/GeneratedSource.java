package dev.espalier.codegen;

/**
 * A source file that the compiler wrote.
 *
 * @param qualifiedName of its top-level class
 * @param text the whole file
 */
public record GeneratedSource(String qualifiedName, String text) {}
