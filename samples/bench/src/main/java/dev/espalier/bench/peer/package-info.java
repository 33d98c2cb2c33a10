/**
 * Native libraries as contenders. Each gets the layout that suits it best, its weights packed beforehand where it can
 * do that, and buffers that begin on a cache line.
 */
package dev.espalier.bench.peer;
