/**
 * A kernel after its schedule has been applied: methods of straight-line operations and counted loops, addresses as
 * running offsets, register tiles spelled out, within HotSpot's limits. What an emitter prints, be it source or
 * bytecode; it decides nothing any more.
 */
package dev.espalier.codegen.kernel.lowered;
