/** When a policy prunes, how far, and whether the weights that are left are rewound. */
package dev.espalier.runtime.schedule;
