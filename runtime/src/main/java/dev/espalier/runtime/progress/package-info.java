/** What a training run tells while it runs: to programs through a listener, to people on the console. */
package dev.espalier.runtime.progress;
