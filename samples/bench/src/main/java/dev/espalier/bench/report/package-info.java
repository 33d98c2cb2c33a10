/** What comes out: a table, an array of JSON. */
package dev.espalier.bench.report;
