/**
 * A strict writer of JSON (RFC 8259): values are built as a tree and printed with two spaces of indent. There is no
 * reader.
 */
package dev.espalier.runtime.json;
