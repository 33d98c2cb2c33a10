/** A network whose criteria are looked at from the outside. */
package dev.espalier.samples.worth;
