/**
 * JSON (RFC 8259), strictly: values are built as a tree and printed with two spaces of indent or on one line; the
 * reader refuses whatever the standard lacks.
 */
package dev.espalier.runtime.json;
