/** Many runs of one network, policies times seeds: in parallel, resumable, as JSON Lines. */
package dev.espalier.runtime.sweep;
