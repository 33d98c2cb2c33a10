/**
 * The front end: javax.lang.model in, the compiler's model out, diagnostics back at their lines. It reads annotation
 * mirrors, never annotation classes, and decides nothing about networks.
 *
 * <p>For Gradle the processor is declared isolating ({@code META-INF/gradle/incremental.annotation.processors}): every
 * generated file has one originating element, its interface, and depends on what is reachable from that interface
 * alone.
 */
package dev.espalier.processor;
