/** Networks for tests alone. */
package dev.espalier.samples.curves;
