/** How accuracy depends on the sparsity of each layer alone, and the policies that follow from it under a budget. */
package dev.espalier.runtime.sensitivity;
